import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ name: 'KServeAliveStatus' })
export class AliveStatus {
  @ApiProperty({ enum: ['alive'], description: 'Always `alive`.', example: 'alive' })
  status!: 'alive';
}

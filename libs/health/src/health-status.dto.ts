import { ApiProperty } from '@nestjs/swagger';

export class HealthStatus {
  @ApiProperty({ enum: ['healthy', 'unhealthy'], description: 'healthy: the service would answer a text now.' })
  status!: 'healthy' | 'unhealthy';
}

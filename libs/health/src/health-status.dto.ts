import { ApiProperty } from '@nestjs/swagger';

export class HealthStatus {
  @ApiProperty({ enum: ['healthy', 'unhealthy'], description: 'healthy: a text sent now would be answered.' })
  status!: 'healthy' | 'unhealthy';
}

import { ApiProperty } from '@nestjs/swagger';

export class HealthStatus {
  @ApiProperty({
    enum: ['healthy', 'unhealthy'],
    description: 'healthy: the model can answer now. unhealthy: the model cannot answer now.',
  })
  status!: 'healthy' | 'unhealthy';
}

import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ name: 'InferenceServerHealth' })
export class ServerHealth {
  @ApiProperty({ description: 'Whether the service works. If it is false, only a restart helps.', example: true })
  live!: boolean;

  @ApiProperty({ description: 'Whether the service can answer requests for predictions now.', example: true })
  ready!: boolean;
}

@ApiSchema({ name: 'InferenceModelReadiness' })
export class ModelReadiness {
  @ApiProperty({ description: 'Name of the model as in the path.', example: 'sentiment' })
  name!: string;

  @ApiProperty({ description: 'Whether the model can answer now.', example: true })
  ready!: boolean;
}

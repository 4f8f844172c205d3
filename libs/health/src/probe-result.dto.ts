import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';

const PARTS = {
  type: 'object' as const,
  additionalProperties: {
    type: 'object',
    required: ['status'],
    properties: { status: { type: 'string', enum: ['up', 'degraded', 'down'] }, reason: { type: 'string' } },
  },
};

/** Terminus' answer, as this service gives it. */
@ApiSchema({ name: 'ProbeResult' })
export class ProbeResult {
  @ApiProperty({ enum: ['ok', 'degraded', 'error', 'shutting_down'] })
  status!: string;

  @ApiPropertyOptional({ ...PARTS, description: 'The parts that are up or degraded.' })
  info?: object;

  @ApiPropertyOptional({ ...PARTS, description: 'The parts that are down.' })
  error?: object;

  @ApiProperty({ ...PARTS, description: 'All parts, each with its reason when it is not up.' })
  details!: object;
}

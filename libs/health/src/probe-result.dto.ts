import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';

const COMPONENTS = {
  type: 'object' as const,
  additionalProperties: {
    type: 'object',
    required: ['status'],
    properties: {
      status: { type: 'string', enum: ['up', 'degraded', 'down'] },
      reason: { type: 'string', description: 'Why the component is not up.' },
    },
  },
};

/** Terminus' answer, as this service gives it. */
@ApiSchema({ name: 'ProbeResult' })
export class ProbeResult {
  @ApiProperty({
    enum: ['ok', 'degraded', 'error', 'shutting_down'],
    description:
      'State of the service. The HTTP status is 200 with `ok` and `degraded`, and 503 with `error`. With `shutting_down` it is ' +
      '503 for /health/ready and 200 for the other probes.',
  })
  status!: string;

  @ApiPropertyOptional({ ...COMPONENTS, description: 'The components that are up or degraded.' })
  info?: object;

  @ApiPropertyOptional({ ...COMPONENTS, description: 'The components that are down.' })
  error?: object;

  @ApiProperty({ ...COMPONENTS, description: 'All components. A component that is not up has a reason.' })
  details!: object;
}

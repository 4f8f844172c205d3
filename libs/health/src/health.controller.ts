import { Controller, Get, HttpStatus, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { ServingStatus } from '#libs/prediction';
import { HealthStatus } from './health-status.dto.js';
import type { StatusSetter } from './status-setter.js';

/** The replaced service's health route, as existing probes read it. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(@Inject(ServingStatus) private readonly serving: ServingStatus) {}

  @Get()
  @ApiOperation({ operationId: 'health', summary: 'Whether the model answers' })
  @ApiOkResponse({ type: HealthStatus, description: 'The model answers.', example: { status: 'healthy' } })
  @ApiServiceUnavailableResponse({
    type: HealthStatus,
    description: 'The model is loading, or its process is being replaced.',
    example: { status: 'unhealthy' },
  })
  health(@Res({ passthrough: true }) response: StatusSetter): HealthStatus {
    if (this.serving.state.status === 'ready') return { status: 'healthy' };
    response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { status: 'unhealthy' };
  }
}

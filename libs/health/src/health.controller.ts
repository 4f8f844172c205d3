import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ServingStatus } from '#libs/prediction';
import { Public } from '#libs/security';
import type { HealthStatus } from './health-status.dto.js';
import { ApiHealth } from './health.openapi.js';
import type { StatusSetter } from './status-setter.js';

/** The replaced service's health route, as existing probes read it. */
@ApiTags('health')
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly serving: ServingStatus) {}

  @Get()
  @ApiHealth()
  health(@Res({ passthrough: true }) response: StatusSetter): HealthStatus {
    if (this.serving.state.status === 'ready') return { status: 'healthy' };
    response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { status: 'unhealthy' };
  }
}

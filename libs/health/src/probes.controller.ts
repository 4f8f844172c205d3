import { Controller, Get, HttpStatus, Res, ServiceUnavailableException } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService } from '@nestjs/terminus';
import { Public } from '#libs/security';
import { HealthSources } from './health-sources.js';
import type { ProbeResult } from './probe-result.dto.js';
import { ProbesHealthIndicator } from './probes.health.js';
import { ApiLiveProbe, ApiReadyProbe, ApiStartupProbe } from './probes.openapi.js';
import type { StatusSetter } from './status-setter.js';

/** What Kubernetes asks. Every answer reads state and does no work. */
@ApiTags('health')
@Public()
@Controller('health')
export class ProbesController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicator: ProbesHealthIndicator,
    private readonly sources: HealthSources,
  ) {}

  @Get('live')
  @HealthCheck({ swaggerDocumentation: false })
  @ApiLiveProbe()
  live(@Res({ passthrough: true }) response: StatusSetter): Promise<object> {
    return this.check('live', response);
  }

  @Get('ready')
  @HealthCheck({ swaggerDocumentation: false })
  @ApiReadyProbe()
  ready(@Res({ passthrough: true }) response: StatusSetter): Promise<object> {
    return this.check('ready', response);
  }

  @Get('startup')
  @HealthCheck({ swaggerDocumentation: false })
  @ApiStartupProbe()
  startup(@Res({ passthrough: true }) response: StatusSetter): Promise<object> {
    return this.check('startup', response);
  }

  private async check(probe: keyof HealthSources, response: StatusSetter): Promise<object> {
    const sources = this.sources[probe];
    try {
      return await this.health.check(sources.map((source) => () => this.indicator.check(probe, source)));
    } catch (error) {
      // Terminus' way of saying no. Its body is an answer, not a problem.
      if (!(error instanceof ServiceUnavailableException)) throw error;
      const result = error.getResponse() as ProbeResult;
      // It says no to everything while the service shuts down: for live and startup only the parts count.
      const isDown = probe === 'ready' || Object.keys(result.error ?? {}).length > 0;
      if (isDown) response.status(HttpStatus.SERVICE_UNAVAILABLE);
      return result;
    }
  }
}

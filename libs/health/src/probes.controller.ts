import { Controller, Get, HttpStatus, Inject, Res, ServiceUnavailableException } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService } from '@nestjs/terminus';
import { HealthSources } from './health-sources.js';
import { ProbeResult } from './probe-result.dto.js';
import { ProbesHealthIndicator } from './probes.health.js';
import type { StatusSetter } from './status-setter.js';

const WELL = { status: 'ok', info: { model: { status: 'up' } }, error: {}, details: { model: { status: 'up' } } };
const LOADING = { model: { status: 'down', reason: 'The model is still loading.' } };
const UNWELL = { status: 'error', info: {}, error: LOADING, details: LOADING };

/** What Kubernetes asks. Every answer reads state and does no work. */
@ApiTags('health')
@Controller('health')
export class ProbesController {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(ProbesHealthIndicator) private readonly indicator: ProbesHealthIndicator,
    @Inject(HealthSources) private readonly sources: HealthSources,
  ) {}

  @Get('live')
  @HealthCheck({ swaggerDocumentation: false })
  @ApiOperation({ operationId: 'healthLive', summary: 'Whether only a restart would help (503)' })
  @ApiOkResponse({ type: ProbeResult, description: 'No restart is needed.', example: WELL })
  @ApiServiceUnavailableResponse({ type: ProbeResult, description: 'No model process can be had.', example: UNWELL })
  live(@Res({ passthrough: true }) response: StatusSetter): Promise<object> {
    return this.check('live', response);
  }

  @Get('ready')
  @HealthCheck({ swaggerDocumentation: false })
  @ApiOperation({ operationId: 'healthReady', summary: 'Whether requests should come here' })
  @ApiOkResponse({
    type: ProbeResult,
    description: 'Yes; `degraded` while Redis is out of reach or refuses writes, or API_KEYS_FILE is not valid.',
    example: WELL,
  })
  @ApiServiceUnavailableResponse({ type: ProbeResult, description: 'No; the reasons say why.', example: UNWELL })
  ready(@Res({ passthrough: true }) response: StatusSetter): Promise<object> {
    return this.check('ready', response);
  }

  @Get('startup')
  @HealthCheck({ swaggerDocumentation: false })
  @ApiOperation({ operationId: 'healthStartup', summary: 'Whether the start is over' })
  @ApiOkResponse({ type: ProbeResult, description: 'It is.', example: WELL })
  @ApiServiceUnavailableResponse({
    type: ProbeResult,
    description: 'Not yet; the reason says at what it is.',
    example: UNWELL,
  })
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

import { Controller, Get, Header, HttpStatus, Param, Res, UseFilters } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { HealthSources, type HealthSource } from '#libs/health';
import { Public } from '#libs/security';
import { DIALECT_MEDIA_TYPE } from '../../dialect-route/dialect.js';
import { DialectErrorFilter } from '../../dialect-route/dialect-error.filter.js';
import { ServedModel } from '../../dialect-route/served-model.js';
import { ApiModelReadiness, ApiServerHealth } from './health.openapi.js';
import type { ModelReadiness, ServerHealth } from './health.dto.js';
import { checkModelVersion } from './model-version.js';
import { OPEN_INFERENCE } from './open-inference-dialect.js';

/** The probes of the Open Inference Protocol. Like those of the service, they need no API key. */
@ApiTags(OPEN_INFERENCE.name)
@Public()
@Controller('v2')
@UseFilters(new DialectErrorFilter([OPEN_INFERENCE]))
export class OpenInferenceHealthController {
  constructor(
    private readonly sources: HealthSources,
    private readonly model: ServedModel,
  ) {}

  @Get('health/live')
  @Header('Content-Type', DIALECT_MEDIA_TYPE)
  @ApiServerHealth('live')
  getLive(@Res({ passthrough: true }) response: Response): ServerHealth {
    return this.answer('live', response);
  }

  @Get('health/ready')
  @Header('Content-Type', DIALECT_MEDIA_TYPE)
  @ApiServerHealth('ready')
  getReady(@Res({ passthrough: true }) response: Response): ServerHealth {
    return this.answer('ready', response);
  }

  /** @throws RequestError `not-found`; @throws PredictionError `model-loading` */
  @Get('models/:name/ready')
  @Header('Content-Type', DIALECT_MEDIA_TYPE)
  @ApiModelReadiness({ hasVersion: false })
  getModelReadiness(@Param('name') name: string, @Res({ passthrough: true }) response: Response): ModelReadiness {
    return this.answerModel(name, undefined, response);
  }

  /** @throws RequestError `not-found`; @throws PredictionError `model-loading` */
  @Get('models/:name/versions/:version/ready')
  @Header('Content-Type', DIALECT_MEDIA_TYPE)
  @ApiModelReadiness({ hasVersion: true })
  getModelVersionReadiness(
    @Param('name') name: string,
    @Param('version') version: string,
    @Res({ passthrough: true }) response: Response,
  ): ModelReadiness {
    return this.answerModel(name, version, response);
  }

  /** Both probes have both parts, because the protocol gives the answer of `ready` the key `live`. */
  private answer(probe: 'live' | 'ready', response: Response): ServerHealth {
    const health = { live: isUp(this.sources.live), ready: isUp(this.sources.ready) };
    if (!health[probe]) response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return health;
  }

  private answerModel(name: string, version: string | undefined, response: Response): ModelReadiness {
    this.model.find(name);
    checkModelVersion(version);
    const { isReady } = this.model;
    if (!isReady) response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { name, ready: isReady };
  }
}

function isUp(sources: readonly HealthSource[]): boolean {
  return sources.every(({ state }) => state.status !== 'down');
}

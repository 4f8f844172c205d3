import { Controller, Get, Header, Res, UseFilters } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Settings } from '../../config/settings.js';
import { DIALECT_MEDIA_TYPE } from '../../dialect-route/dialect.js';
import { ServedModel } from '../../dialect-route/served-model.js';
import { getRequestContext } from '../../http/request-context.js';
import { chooseModelsDialect } from './models-dialect.js';
import { toModelList, type ServedModelList } from './models.dto.js';
import { ModelsErrorFilter } from './models-error.filter.js';
import { ApiModelList } from './models.openapi.js';

const MS_PER_SECOND = 1_000;

/** `GET /v1/models`: KServe V1 and vLLM want it. One body has the keys of both. */
@ApiTags('model')
@Controller('v1/models')
@UseFilters(ModelsErrorFilter)
export class ModelsController {
  private readonly startedSeconds = Math.floor(Date.now() / MS_PER_SECOND);

  constructor(
    private readonly model: ServedModel,
    private readonly settings: Settings,
  ) {}

  /** @throws PredictionError `model-loading` */
  @Get()
  @Header('Content-Type', DIALECT_MEDIA_TYPE)
  @ApiModelList()
  getModels(@Res({ passthrough: true }) response: Response): ServedModelList {
    const { dialects } = this.settings;
    getRequestContext(response).dialect = chooseModelsDialect(dialects).name;
    return toModelList(this.model.names, dialects, this.startedSeconds);
  }
}

import { Controller, Get, Param, UseFilters, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DialectErrorFilter } from '../../dialect-route/dialect-error.filter.js';
import { DialectInformationInterceptor } from '../../dialect-route/dialect-information.interceptor.js';
import { ServedModel } from '../../dialect-route/served-model.js';
import { KSERVE } from './kserve-dialect.js';
import type { KServeModelStatus } from './kserve.dto.js';
import { ApiKServeModel } from './kserve.openapi.js';

/** `GET /v1/models/{name}` of KServe V1. */
@ApiTags(KSERVE.name)
@Controller('v1/models')
@UseInterceptors(new DialectInformationInterceptor(KSERVE.name))
@UseFilters(new DialectErrorFilter([KSERVE]))
export class KServeModelController {
  constructor(private readonly model: ServedModel) {}

  /** @throws RequestError `not-found`; @throws PredictionError `model-loading`, `model-unavailable` */
  @Get(':name')
  @ApiKServeModel()
  getModel(@Param('name') name: string): KServeModelStatus {
    this.model.find(name);
    this.model.checkReady();
    return { name, ready: true };
  }
}

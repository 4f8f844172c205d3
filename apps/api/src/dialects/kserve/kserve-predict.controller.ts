import { Controller, HttpCode, HttpStatus, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { RequestCacheDirectives } from '#libs/caching';
import { Classifier, type CacheDirectives } from '#libs/prediction';
import { AnswersInDialect } from '../../dialect-route/answers-in-dialect.decorator.js';
import { DialectRequestReader } from '../../dialect-route/dialect-request-reader.js';
import type { DialectResult } from '../../dialect-route/dialect-result.js';
import { ServedModel } from '../../dialect-route/served-model.js';
import { JsonBodyReader } from '../../prediction-route/json-body-reader.js';
import { KSERVE } from './kserve-dialect.js';
import { ApiKServePredict } from './kserve.openapi.js';
import { PARTS_PER_INSTANCE, readInstances } from './predict-instances.js';

/** `POST /v1/models/{name}:predict` of KServe V1. */
@ApiTags(KSERVE.name)
@Controller('v1/models')
@AnswersInDialect(KSERVE)
export class KServePredictController {
  constructor(
    private readonly model: ServedModel,
    private readonly bodyReader: JsonBodyReader,
    private readonly reader: DialectRequestReader,
    private readonly classifier: Classifier,
  ) {}

  /**
   * @throws RequestError `not-found`, `invalid-request`, and as JsonBodyReader does
   * @throws PredictionError as JsonBodyReader and Classifier do
   */
  @Post(':name\\:predict')
  @HttpCode(HttpStatus.OK)
  @ApiKServePredict()
  async predict(
    @Param('name') name: string,
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult> {
    this.model.find(name);
    const body = await this.bodyReader.read(request, PARTS_PER_INSTANCE);
    const instances = readInstances(body, this.reader.getContext());
    const read = this.reader.complete(KSERVE, instances, { request, response, cache });
    return { ...read, ...(await this.classifier.classify(read.request.texts, read.context)) };
  }

  /** Some clients and proxies encode the colon. Express matches paths before it decodes them. */
  @Post([':name%3Apredict', ':name%3apredict'])
  @HttpCode(HttpStatus.OK)
  @ApiExcludeEndpoint()
  predictEncoded(
    @Param('name') name: string,
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult> {
    return this.predict(name, cache, request, response);
  }
}

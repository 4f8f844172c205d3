import { Controller, HttpCode, HttpStatus, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { RequestCacheDirectives } from '#libs/caching';
import { Classifier, type CacheDirectives } from '#libs/prediction';
import { AnswersInDialect } from '../../dialect-route/answers-in-dialect.decorator.js';
import { DialectRequestReader, type RouteCall } from '../../dialect-route/dialect-request-reader.js';
import type { DialectResult } from '../../dialect-route/dialect-result.js';
import { ServedModel } from '../../dialect-route/served-model.js';
import { InferBodyReader } from './infer-body-reader.js';
import { ApiInfer } from './infer.openapi.js';
import { readInferRequest } from './infer-request.js';
import { checkModelVersion } from './model-version.js';
import { OPEN_INFERENCE } from './open-inference-dialect.js';

/** The inference requests of the Open Inference Protocol. */
@ApiTags(OPEN_INFERENCE.name)
@Controller('v2/models')
@AnswersInDialect(OPEN_INFERENCE)
export class InferController {
  constructor(
    private readonly model: ServedModel,
    private readonly bodyReader: InferBodyReader,
    private readonly reader: DialectRequestReader,
    private readonly classifier: Classifier,
  ) {}

  @Post(':name/infer')
  @HttpCode(HttpStatus.OK)
  @ApiInfer({ hasVersion: false })
  infer(
    @Param('name') name: string,
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult> {
    return this.answer(name, { request, response, cache });
  }

  @Post(':name/versions/:version/infer')
  @HttpCode(HttpStatus.OK)
  @ApiInfer({ hasVersion: true })
  async inferVersion(
    @Param('name') name: string,
    @Param('version') version: string,
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult> {
    checkModelVersion(version);
    return await this.answer(name, { request, response, cache });
  }

  /**
   * @throws RequestError `not-found`, `invalid-request`, and as InferBodyReader does
   * @throws PredictionError as InferBodyReader and Classifier do
   */
  private async answer(name: string, call: RouteCall): Promise<DialectResult> {
    this.model.find(name);
    const body = await this.bodyReader.read(call.request);
    const inferRequest = readInferRequest(body, name, this.reader.getContext());
    const read = this.reader.complete(OPEN_INFERENCE, inferRequest, call);
    return { ...read, ...(await this.classifier.classify(read.request.texts, read.context)) };
  }
}

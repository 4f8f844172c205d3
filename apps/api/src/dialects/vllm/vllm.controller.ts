import { Controller, HttpCode, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { RequestCacheDirectives } from '#libs/caching';
import { Classifier, type CacheDirectives } from '#libs/prediction';
import { AnswersInDialect } from '../../dialect-route/answers-in-dialect.decorator.js';
import { DialectRequestReader, type RouteCall } from '../../dialect-route/dialect-request-reader.js';
import type { DialectResult } from '../../dialect-route/dialect-result.js';
import { getRequestContext } from '../../http/request-context.js';
import { JsonBodyReader } from '../../prediction-route/json-body-reader.js';
import { readClassificationRequest } from './classification-request.js';
import { VLLM } from './vllm-dialect.js';
import { ApiVllmClassify } from './vllm.openapi.js';

const MS_PER_SECOND = 1_000;

/** `POST /classify` of vLLM, which SGLang has at `/v1/classify`. */
@ApiTags(VLLM.name)
@Controller()
@AnswersInDialect(VLLM)
export class VllmController {
  constructor(
    private readonly bodyReader: JsonBodyReader,
    private readonly reader: DialectRequestReader,
    private readonly classifier: Classifier,
  ) {}

  @Post('classify')
  @HttpCode(HttpStatus.OK)
  @ApiVllmClassify('vllmClassify')
  classify(
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult> {
    return this.answer({ request, response, cache });
  }

  @Post('v1/classify')
  @HttpCode(HttpStatus.OK)
  @ApiVllmClassify('vllmClassifyV1')
  classifyV1(
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult> {
    return this.answer({ request, response, cache });
  }

  /**
   * @throws RequestError `invalid-request`, and as JsonBodyReader does
   * @throws PredictionError as JsonBodyReader and Classifier do
   */
  private async answer(call: RouteCall): Promise<DialectResult> {
    const body = await this.bodyReader.read(call.request);
    const { requestId } = getRequestContext(call.response);
    const stamp = { requestId, createdSeconds: Math.floor(Date.now() / MS_PER_SECOND) };
    const classification = readClassificationRequest(body, this.reader.getContext(), stamp);
    const read = this.reader.complete(VLLM, classification, call);
    return { ...read, ...(await this.classifier.classify(read.request.texts, read.context)) };
  }
}

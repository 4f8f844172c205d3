import {
  Controller,
  HttpCode,
  HttpStatus,
  Post,
  Req,
  Res,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { PredictionCacheInterceptor, RequestCacheDirectives } from '#libs/caching';
import type { CacheDirectives } from '#libs/prediction';
import { AdmissionGuard } from '../../prediction-route/admission.guard.js';
import { DialectErrorFilter } from '../../dialect-route/dialect-error.filter.js';
import { DialectResponseInterceptor } from '../../dialect-route/dialect-response.interceptor.js';
import { DialectRoute, type DialectResult } from '../../dialect-route/dialect-route.js';
import { HUGGING_FACE } from './huggingface-dialect.js';
import { ApiHuggingFace } from './huggingface.openapi.js';

/** `POST /models/{owner}/{name}`: the path of the inference API of Hugging Face. The service answers with its own model. */
@Controller('models')
@UseGuards(AdmissionGuard)
@UseInterceptors(DialectResponseInterceptor, PredictionCacheInterceptor)
@UseFilters(new DialectErrorFilter([HUGGING_FACE]))
export class HuggingFaceController {
  constructor(private readonly route: DialectRoute) {}

  @Post(':owner/:name')
  @HttpCode(HttpStatus.OK)
  @ApiHuggingFace('classifyByModel')
  classify(
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult> {
    return this.route.answer([HUGGING_FACE], { request, response, cache });
  }
}

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
import { DialectErrorFilter } from '../../dialect-route/dialect-error.filter.js';
import { DialectResponseInterceptor } from '../../dialect-route/dialect-response.interceptor.js';
import { DialectRoute, type DialectResult } from '../../dialect-route/dialect-route.js';
import { AdmissionGuard } from '../../prediction-route/admission.guard.js';
import { HUGGING_FACE } from '../huggingface/huggingface-dialect.js';
import { ApiHuggingFace } from '../huggingface/huggingface.openapi.js';

/** `POST /`: the format of Hugging Face. */
@Controller()
@UseGuards(AdmissionGuard)
@UseInterceptors(DialectResponseInterceptor, PredictionCacheInterceptor)
@UseFilters(new DialectErrorFilter([HUGGING_FACE]))
export class RootController {
  constructor(private readonly route: DialectRoute) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @ApiHuggingFace('classifyAtRoot')
  classify(
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult> {
    return this.route.answer([HUGGING_FACE], { request, response, cache });
  }
}

import { applyDecorators, UseFilters, UseGuards, UseInterceptors } from '@nestjs/common';
import { PredictionCacheInterceptor } from '#libs/caching';
import { AdmissionGuard } from '../prediction-route/admission.guard.js';
import type { AnsweringDialect } from './dialect.js';
import { DialectErrorFilter } from './dialect-error.filter.js';
import { DialectResponseInterceptor } from './dialect-response.interceptor.js';

/**
 * For a controller of routes for predictions: admission, the cache, and answers and errors in the dialect of the request.
 *
 * @param dialects of the routes; the first one answers failures that come before the dialect of a request is known
 */
export function AnswersInDialect(...dialects: [AnsweringDialect, ...AnsweringDialect[]]): ClassDecorator {
  return applyDecorators(
    UseGuards(AdmissionGuard),
    UseInterceptors(DialectResponseInterceptor, PredictionCacheInterceptor),
    UseFilters(new DialectErrorFilter(dialects)),
  );
}

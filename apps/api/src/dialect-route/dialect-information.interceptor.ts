import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import type { Observable } from 'rxjs';
import type { DialectName } from '../config/dialect-names.js';
import { getRequestContext } from '../http/request-context.js';
import { DIALECT_MEDIA_TYPE } from './dialect.js';

/** For routes of a dialect that make no predictions: the name of the dialect for telemetry, and the type of its answers. */
export class DialectInformationInterceptor implements NestInterceptor {
  constructor(private readonly dialect: DialectName) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const response = context.switchToHttp().getResponse<Response>();
    getRequestContext(response).dialect = this.dialect;
    response.setHeader('Content-Type', DIALECT_MEDIA_TYPE);
    return next.handle();
  }
}

import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { answerError } from '../http/errors/answer-error.js';
import { getRequestContext } from '../http/request-context.js';
import type { AnsweringDialect } from './dialect.js';

/** Answers the failures of a route in the dialect of the request. */
@Catch()
export class DialectErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(DialectErrorFilter.name);

  /** @param dialects of the route; the first one answers failures that come before the dialect of a request is known */
  constructor(private readonly dialects: readonly [AnsweringDialect, ...AnsweringDialect[]]) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const context = getRequestContext(host.switchToHttp().getResponse<Response>());
    const dialect =
      this.dialects.find(({ name }) => name !== undefined && name === context.dialect) ?? this.dialects[0];
    context.dialect = dialect.name;
    answerError(exception, host, dialect.renderError, this.logger);
  }
}

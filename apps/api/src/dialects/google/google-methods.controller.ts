import { Controller, Post, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { DialectErrorFilter } from '../../dialect-route/dialect-error.filter.js';
import { RequestError } from '../../http/errors/request-error.js';
import { GOOGLE } from './google-dialect.js';
import { TakesGoogleKey } from './takes-google-key.decorator.js';

/** Refuses the other methods of documents in the format of Google's errors. It stands behind GoogleSentimentController. */
@ApiExcludeController()
@Controller(['v1', 'v2'])
@TakesGoogleKey()
@UseFilters(new DialectErrorFilter([GOOGLE]))
export class GoogleMethodsController {
  /** @throws RequestError `not-found` */
  @Post(['documents\\::method', 'documents%3A:method', 'documents%3a:method'])
  refuse(): never {
    throw new RequestError('not-found', 'The method does not exist. This service has only documents:analyzeSentiment.');
  }
}

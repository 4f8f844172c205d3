import { Controller, Post, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { TakesApiKeyFrom } from '#libs/security';
import { DialectErrorFilter } from '../../dialect-route/dialect-error.filter.js';
import { RequestError } from '../../http/errors/request-error.js';
import { AZURE } from './azure-dialect.js';
import { SUBSCRIPTION_KEY } from './subscription-key.js';

/**
 * Refuses what Azure has besides the sentiment analysis, in the format of Azure's errors, also while the model loads: clients would repeat
 * a 503. It stands behind the other controllers of Azure.
 */
@ApiExcludeController()
@Controller()
@TakesApiKeyFrom(SUBSCRIPTION_KEY)
@UseFilters(new DialectErrorFilter([AZURE]))
export class RefusedOperationsController {
  /** Clients call it for several analyses at once, and ask for their results later. @throws RequestError `not-found` */
  @Post('language/analyze-text/jobs')
  refuseJob(): never {
    throw new RequestError(
      'not-found',
      'The service has no jobs. Send documents for the sentiment analysis to /language/:analyze-text.',
    );
  }

  /** @throws RequestError `not-found` */
  @Post('text/analytics/:version/*operation')
  refuseOperation(): never {
    throw new RequestError(
      'not-found',
      'The service has /text/analytics/v3.0/sentiment and /text/analytics/v3.1/sentiment, and no other operation.',
    );
  }
}

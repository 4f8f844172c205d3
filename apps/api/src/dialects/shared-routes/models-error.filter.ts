import { Catch, Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { DialectErrorFilter } from '../../dialect-route/dialect-error.filter.js';
import { chooseModelsDialect } from './models-dialect.js';

/** Answers the failures of `GET /v1/models`. */
@Injectable()
@Catch()
export class ModelsErrorFilter extends DialectErrorFilter {
  constructor({ dialects }: Settings) {
    super([chooseModelsDialect(dialects)]);
  }
}

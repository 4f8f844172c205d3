import { Controller, Get, UseFilters, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { LoadedModel, modelLoadingError } from '#libs/prediction';
import { readPackageInformation } from '../../config/package-information.js';
import { Settings } from '../../config/settings.js';
import { ACCESS_ERRORS, ApiDialectErrors } from '../../dialect-route/dialect-errors.openapi.js';
import { DialectErrorFilter } from '../../dialect-route/dialect-error.filter.js';
import { DialectInformationInterceptor } from '../../dialect-route/dialect-information.interceptor.js';
import { HuggingFaceErrorDto } from '../huggingface/huggingface.dto.js';
import { ServerInformation, toServerInformation } from './server-information.dto.js';
import { TEI } from './tei-dialect.js';

/** `GET /info` of text-embeddings-inference. Its `POST /predict` stands in `dialects/shared-routes`. */
@ApiTags('tei')
@Controller('info')
@UseInterceptors(new DialectInformationInterceptor('tei'))
@UseFilters(new DialectErrorFilter([TEI]))
export class TeiController {
  private readonly version = readPackageInformation().version;

  constructor(
    private readonly loaded: LoadedModel,
    private readonly settings: Settings,
  ) {}

  /** @throws PredictionError `model-loading` */
  @Get()
  @ApiOperation({ operationId: 'teiInfo', summary: 'Describes the model, in the format of text-embeddings-inference' })
  @ApiOkResponse({ type: ServerInformation, description: 'The model that answers.' })
  @ApiDialectErrors(HuggingFaceErrorDto, ACCESS_ERRORS, {
    429: 'The model is loading, or the client exceeded RATE_LIMIT_REQUESTS.',
  })
  info(): ServerInformation {
    const { model } = this.loaded;
    if (!model) throw modelLoadingError();
    return toServerInformation(model, this.settings.MAX_TEXTS, this.version);
  }
}

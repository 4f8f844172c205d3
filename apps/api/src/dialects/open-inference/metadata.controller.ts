import { Controller, Get, HttpCode, HttpStatus, Param, Post, UseFilters, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { getScoredLabels } from '#libs/prediction';
import { readPackageInformation } from '../../config/package-information.js';
import { DialectErrorFilter } from '../../dialect-route/dialect-error.filter.js';
import { DialectInformationInterceptor } from '../../dialect-route/dialect-information.interceptor.js';
import { DialectRequestReader } from '../../dialect-route/dialect-request-reader.js';
import { ServedModel } from '../../dialect-route/served-model.js';
import {
  toModelMetadata,
  type ModelIndexEntry,
  type ModelMetadata,
  type ModelNames,
  type ServerMetadata,
} from './metadata.dto.js';
import { ApiModelIndex, ApiModelMetadata, ApiModelNames, ApiServerMetadata } from './metadata.openapi.js';
import { checkModelVersion, MODEL_VERSION } from './model-version.js';
import { OPEN_INFERENCE } from './open-inference-dialect.js';

const SERVER_NAME = 'sentiment-service';
const EXTENSIONS = ['binary_tensor_data', 'classification'];

/** What the Open Inference Protocol tells about the service and its model. */
@ApiTags(OPEN_INFERENCE.name)
@Controller('v2')
@UseInterceptors(new DialectInformationInterceptor(OPEN_INFERENCE.name))
@UseFilters(new DialectErrorFilter([OPEN_INFERENCE]))
export class OpenInferenceMetadataController {
  private readonly version = readPackageInformation().version;

  constructor(
    private readonly model: ServedModel,
    private readonly reader: DialectRequestReader,
  ) {}

  @Get()
  @ApiServerMetadata()
  getServer(): ServerMetadata {
    return { name: SERVER_NAME, version: this.version, extensions: EXTENSIONS };
  }

  /** @throws PredictionError `model-loading` */
  @Get('models')
  @ApiModelNames()
  getModels(): ModelNames {
    return { models: this.model.names };
  }

  /** Ignores the body: its only property asks for models that are ready. @throws PredictionError `model-loading` */
  @Post('repository/index')
  @HttpCode(HttpStatus.OK)
  @ApiModelIndex()
  getIndex(): ModelIndexEntry[] {
    const state = this.model.isReady ? 'READY' : 'UNAVAILABLE';
    return this.model.names.map((name) => ({ name, version: MODEL_VERSION, state }));
  }

  /** @throws RequestError `not-found`; @throws PredictionError `model-loading` */
  @Get('models/:name')
  @ApiModelMetadata({ hasVersion: false })
  getModel(@Param('name') name: string): ModelMetadata {
    return this.describe(name, undefined);
  }

  /** @throws RequestError `not-found`; @throws PredictionError `model-loading` */
  @Get('models/:name/versions/:version')
  @ApiModelMetadata({ hasVersion: true })
  getModelVersion(@Param('name') name: string, @Param('version') version: string): ModelMetadata {
    return this.describe(name, version);
  }

  private describe(name: string, version: string | undefined): ModelMetadata {
    const model = this.model.find(name);
    checkModelVersion(version);
    const { labels } = getScoredLabels(model, this.reader.getContext().hasAllLabels);
    return toModelMetadata(name, model, labels);
  }
}

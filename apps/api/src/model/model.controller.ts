import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LoadedModel, modelLoadingError } from '#libs/prediction';
import type { ModelInformation } from './model-information.dto.js';
import { ApiModel } from './model.openapi.js';

@ApiTags('model')
@Controller('model')
export class ModelController {
  constructor(private readonly loaded: LoadedModel) {}

  @Get()
  @ApiModel()
  model(): ModelInformation {
    const { model } = this.loaded;
    if (!model) throw modelLoadingError();
    return model;
  }
}

import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { LoadedModel, modelLoadingError } from '#libs/prediction';
import { ApiProblem } from '../http/errors/api-problem.decorator.js';
import { ModelInformation } from './model-information.dto.js';

@ApiTags('model')
@Controller('model')
export class ModelController {
  constructor(@Inject(LoadedModel) private readonly loaded: LoadedModel) {}

  @Get()
  @ApiOperation({ operationId: 'model', summary: 'Which model answers' })
  @ApiOkResponse({ type: ModelInformation, description: 'The model that answers.' })
  @ApiProblem('unauthorized', 'No API key, or one that is not known; where the service asks for one.')
  @ApiProblem('rate-limited', 'This client has sent too much; `Retry-After` says when to come again.')
  @ApiProblem('model-loading', 'The model is still loading.')
  model(): ModelInformation {
    const { model } = this.loaded;
    if (!model) throw modelLoadingError();
    return model;
  }
}

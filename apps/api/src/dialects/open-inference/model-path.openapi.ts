import { applyDecorators } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { MODEL_VERSION } from './model-version.js';

/** Documents the parameters of a path with the name of a model, and its version if the path has one. */
export function ApiModelPath(hasVersion: boolean): MethodDecorator {
  const name = ApiParam({
    name: 'name',
    description: 'Name of the model that the service serves (GET /model), or `sentiment`.',
    schema: { type: 'string' },
    example: 'sentiment',
  });
  const version = ApiParam({
    name: 'version',
    description: `Version of the model: \`${MODEL_VERSION}\`.`,
    schema: { type: 'string' },
    example: MODEL_VERSION,
  });
  return hasVersion ? applyDecorators(name, version) : name;
}

import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { ModelDescription } from '#libs/prediction';
import { MODEL_VERSION } from './model-version.js';

const ANY_LENGTH = -1;
/** Triton's name for models in the format ONNX. */
const PLATFORM = 'onnxruntime_onnx';

@ApiSchema({ name: 'InferenceServerMetadata' })
export class ServerMetadata {
  @ApiProperty({ description: 'Name of the service.', example: 'sentiment-service' })
  name!: string;

  @ApiProperty({ description: 'Version of the service.', example: '1.0.0' })
  version!: string;

  @ApiProperty({
    type: [String],
    description: 'Extensions of the protocol that the service supports.',
    example: ['binary_tensor_data', 'classification'],
  })
  extensions!: readonly string[];
}

@ApiSchema({ name: 'InferenceModelNames' })
export class ModelNames {
  @ApiProperty({
    type: [String],
    description: 'The names by which requests can call the model.',
    example: ['minilm-l6-sentiment', 'sentiment'],
  })
  models!: readonly string[];
}

@ApiSchema({ name: 'InferenceModelIndexEntry' })
export class ModelIndexEntry {
  @ApiProperty({ description: 'A name by which requests can call the model.', example: 'sentiment' })
  name!: string;

  @ApiProperty({ description: 'Version of the model in paths.', example: MODEL_VERSION })
  version!: string;

  @ApiProperty({ enum: ['READY', 'UNAVAILABLE'], description: 'Whether the model can answer now.', example: 'READY' })
  state!: 'READY' | 'UNAVAILABLE';
}

@ApiSchema({ name: 'InferenceTensorMetadata' })
export class TensorMetadata {
  @ApiProperty({ description: 'Name of the tensor. A request can give its input another name.', example: 'text' })
  name!: string;

  @ApiProperty({ enum: ['BYTES', 'FP32', 'BOOL'], description: 'Datatype of the tensor.', example: 'BYTES' })
  datatype!: 'BYTES' | 'FP32' | 'BOOL';

  @ApiProperty({
    type: 'array',
    items: { type: 'integer' },
    description: 'Shape of the tensor. -1 is the number of texts of a request.',
    example: [-1],
  })
  shape!: readonly number[];
}

@ApiSchema({ name: 'InferenceModelParameters' })
export class ModelParameters {
  @ApiProperty({
    type: [String],
    description: 'The labels of answers, in the order of the output `probabilities`.',
    example: ['NEGATIVE', 'POSITIVE'],
  })
  labels!: readonly string[];

  @ApiProperty({ description: 'Version of the model itself.', example: '1.0.0' })
  model_version!: string;
}

@ApiSchema({ name: 'InferenceModelMetadata' })
export class ModelMetadata {
  @ApiProperty({ description: 'Name of the model as in the path.', example: 'sentiment' })
  name!: string;

  @ApiProperty({ type: [String], description: 'Versions of the model in paths.', example: [MODEL_VERSION] })
  versions!: readonly string[];

  @ApiProperty({ description: 'Format of the model.', example: PLATFORM })
  platform!: string;

  @ApiProperty({ type: [TensorMetadata], description: 'The input of the model.' })
  inputs!: readonly TensorMetadata[];

  @ApiProperty({ type: [TensorMetadata], description: 'The outputs of the model.' })
  outputs!: readonly TensorMetadata[];

  @ApiProperty({ type: ModelParameters, description: 'Facts about the model that have no place in the protocol.' })
  parameters!: ModelParameters;
}

/**
 * Describes the model.
 *
 * @param name as the client calls the model
 * @param labels those of answers, in the order of the model
 */
export function toModelMetadata(name: string, model: ModelDescription, labels: readonly string[]): ModelMetadata {
  return {
    name,
    versions: [MODEL_VERSION],
    platform: PLATFORM,
    inputs: [{ name: 'text', datatype: 'BYTES', shape: [ANY_LENGTH] }],
    outputs: [
      { name: 'label', datatype: 'BYTES', shape: [ANY_LENGTH] },
      { name: 'score', datatype: 'FP32', shape: [ANY_LENGTH] },
      { name: 'probabilities', datatype: 'FP32', shape: [ANY_LENGTH, labels.length] },
      { name: 'truncated', datatype: 'BOOL', shape: [ANY_LENGTH] },
    ],
    parameters: { labels, model_version: model.version },
  };
}

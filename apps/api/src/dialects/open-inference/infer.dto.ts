import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { MODEL_VERSION } from './model-version.js';
import { JSON_OUTPUT, OUTPUT_NAMES } from './requested-outputs.js';

const SHAPE = { type: 'array', items: { type: 'integer', minimum: 1 } } as const;
const PARAMETERS = { type: 'object', additionalProperties: true } as const;

@ApiSchema({ name: 'InferInputTensor' })
export class InferInputTensor {
  @ApiProperty({
    description: 'Any name. With `args` or `array_inputs`, the answer has the output of MLServer: `output`.',
    example: 'text',
  })
  name!: string;

  @ApiProperty({
    ...SHAPE,
    minItems: 1,
    maxItems: 2,
    description: '`[n]` or `[n, 1]`. The number of texts n is at most MAX_TEXTS.',
    example: [2],
  })
  shape!: number[];

  @ApiProperty({ enum: ['BYTES'], description: 'The only datatype.', example: 'BYTES' })
  datatype!: 'BYTES';

  @ApiPropertyOptional({
    // Not `oneOf` with a string: the Java client of openapi-generator does not compile then.
    type: [String],
    description: 'The texts. Each one can stand in a list of its own. Absent in a request with a binary tensor.',
    example: ['This is fun', 'the movie was awful'],
  })
  data?: string[];

  @ApiPropertyOptional({
    ...PARAMETERS,
    description:
      '`binary_data_size`: number of bytes of the tensor, which follows the JSON of the body. The service ignores other parameters.',
  })
  parameters?: Record<string, unknown>;
}

@ApiSchema({ name: 'InferRequestedOutput' })
export class InferRequestedOutput {
  @ApiProperty({ enum: [...OUTPUT_NAMES, JSON_OUTPUT], description: 'Name of an output.', example: 'label' })
  name!: string;

  @ApiPropertyOptional({
    ...PARAMETERS,
    description:
      '`classification`, only for `probabilities`: number of classes k. The output is then of the datatype BYTES and of the shape ' +
      '`[n, k]`, and its elements are texts such as `0.98:1:POSITIVE`. The service ignores other parameters.',
  })
  parameters?: Record<string, unknown>;
}

@ApiSchema({ name: 'InferRequest' })
export class InferRequest {
  @ApiPropertyOptional({ description: 'Any id. The answer has it too.', example: 'request-1' })
  id?: string;

  @ApiProperty({ type: [InferInputTensor], minItems: 1, maxItems: 1, description: 'The one input of the model.' })
  inputs!: InferInputTensor[];

  @ApiPropertyOptional({
    type: [InferRequestedOutput],
    description: 'The outputs that the answer has, each at most once. Default: all.',
  })
  outputs?: InferRequestedOutput[];

  @ApiPropertyOptional({ ...PARAMETERS, description: 'The service ignores it.' })
  parameters?: Record<string, unknown>;
}

@ApiSchema({ name: 'InferOutputTensor' })
export class InferOutputTensor {
  @ApiProperty({ enum: [...OUTPUT_NAMES, JSON_OUTPUT], description: 'Name of the output.', example: 'label' })
  name!: string;

  @ApiProperty({ ...SHAPE, description: 'Shape of the output. The first number is that of texts.', example: [2] })
  shape!: number[];

  @ApiProperty({ enum: ['BYTES', 'FP32', 'BOOL'], description: 'Datatype of the output.', example: 'BYTES' })
  datatype!: string;

  @ApiPropertyOptional({ ...PARAMETERS, description: '`content_type` of the output `output`.' })
  parameters?: Record<string, unknown>;

  @ApiProperty({
    type: 'array',
    items: { type: ['string', 'number', 'boolean'] as unknown as string },
    description: 'The elements, row by row.',
    example: ['POSITIVE', 'NEGATIVE'],
  })
  data!: (string | number | boolean)[];
}

@ApiSchema({ name: 'InferResponse' })
export class InferResponse {
  @ApiProperty({ description: 'Name of the model as in the path.', example: 'sentiment' })
  model_name!: string;

  @ApiProperty({ description: 'Version of the model in paths.', example: MODEL_VERSION })
  model_version!: string;

  @ApiPropertyOptional({ description: 'The id of the request. Absent if the request has none.', example: 'request-1' })
  id?: string;

  @ApiProperty({ type: [InferOutputTensor], description: 'The outputs that the request asks for.' })
  outputs!: InferOutputTensor[];
}

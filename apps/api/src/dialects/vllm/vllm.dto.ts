import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ name: 'VllmClassificationRequest' })
export class VllmClassificationRequest {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'The service ignores the name: it answers with the model that it serves.',
    example: 'sentiment',
  })
  model?: string | null;

  @ApiProperty({
    // Not `oneOf` with a string: the Java client of openapi-generator does not compile then.
    type: [String],
    minItems: 1,
    description:
      'A list of at most MAX_TEXTS texts. A string, for one text, is valid too. The service refuses token ids.',
    example: ['This is fun', 'the movie was awful'],
  })
  input!: string[];

  @ApiPropertyOptional({
    type: Boolean,
    nullable: true,
    description: 'false: `probs` has the logits of the model. Default: true.',
    example: true,
  })
  use_activation?: boolean | null;
}

@ApiSchema({ name: 'VllmClassificationData' })
export class VllmClassificationData {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Index of the text.', example: 0 })
  index!: number;

  @ApiProperty({ description: 'The label with the highest probability.', example: 'POSITIVE' })
  label!: string;

  @ApiProperty({
    type: [Number],
    description: 'One probability for each label, in the order of the labels of GET /model.',
    example: [0.014301827177405357, 0.9856981635093689],
  })
  probs!: number[];

  @ApiProperty({ type: 'integer', minimum: 1, description: 'Number of labels.', example: 2 })
  num_classes!: number;
}

@ApiSchema({ name: 'VllmUsage' })
export class VllmUsage {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Number of tokens that the model read.', example: 5 })
  prompt_tokens!: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'The same number.', example: 5 })
  total_tokens!: number;

  @ApiProperty({ type: 'integer', enum: [0], description: 'Always 0.', example: 0 })
  completion_tokens!: number;

  /** Always null. Not documented: generators of clients do not know its type. */
  prompt_tokens_details!: null;
}

@ApiSchema({ name: 'VllmClassificationResponse' })
export class VllmClassificationResponse {
  @ApiProperty({ description: '`classify-` and the X-Request-Id of the answer.', example: 'classify-0b8cf0ee' })
  id!: string;

  @ApiProperty({ enum: ['list'], description: 'Always `list`.', example: 'list' })
  object!: string;

  @ApiProperty({ type: 'integer', description: 'Time of the answer, in seconds since 1970.', example: 1_745_383_213 })
  created!: number;

  @ApiProperty({ description: 'Name of the model that answered.', example: 'minilm-l6-sentiment' })
  model!: string;

  @ApiProperty({ type: [VllmClassificationData], description: 'One entry for each text, in the order of the request.' })
  data!: VllmClassificationData[];

  @ApiProperty({ type: VllmUsage, description: 'Number of tokens.' })
  usage!: VllmUsage;
}

@ApiSchema({ name: 'VllmErrorDetails' })
export class VllmErrorDetails {
  @ApiProperty({
    description: 'A sentence about the error. It never contains a text of the request.',
    example: '/input must have at least one text.',
  })
  message!: string;

  @ApiProperty({ description: 'Kind of the error.', example: 'BadRequestError' })
  type!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The property of the body that has a fault, or null.',
    example: 'input',
  })
  param!: string | null;

  @ApiProperty({ type: 'integer', minimum: 400, maximum: 599, description: 'HTTP status of the answer.', example: 400 })
  code!: number;
}

@ApiSchema({ name: 'VllmError' })
export class VllmError {
  @ApiProperty({ type: VllmErrorDetails, description: 'What went wrong.' })
  error!: VllmErrorDetails;
}

import { ApiExtraModels, ApiProperty, ApiPropertyOptional, ApiSchema, getSchemaPath } from '@nestjs/swagger';

@ApiSchema({ name: 'HuggingFaceParameters' })
export class HuggingFaceParameters {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    nullable: true,
    description: 'Number of labels for each text. Default: all.',
  })
  top_k?: number | null;

  @ApiPropertyOptional({
    type: String,
    enum: ['sigmoid', 'softmax', 'none'],
    nullable: true,
    description: 'How logits become scores. Default: as the model does it. `none`: the logits.',
  })
  function_to_apply?: 'sigmoid' | 'softmax' | 'none' | null;
}

@ApiExtraModels(HuggingFaceParameters)
@ApiSchema({ name: 'HuggingFaceRequest' })
export class HuggingFaceRequest {
  @ApiProperty({
    // Not `oneOf` with a string: the Java client of openapi-generator does not compile then.
    type: [String],
    minItems: 1,
    description: 'A list of at most MAX_TEXTS texts. A string, for one text, is valid too.',
    example: ['This is fun'],
  })
  inputs!: string[];

  @ApiPropertyOptional({ anyOf: [{ $ref: getSchemaPath(HuggingFaceParameters) }, { type: 'null' }] })
  parameters?: HuggingFaceParameters | null;
}

@ApiSchema({ name: 'HuggingFaceLabel' })
export class HuggingFaceLabel {
  @ApiProperty({ description: 'A label of the model.', example: 'POSITIVE' })
  label!: string;

  @ApiProperty({ description: 'Probability of the label; with the function `none` its logit.', example: 0.99 })
  score!: number;
}

@ApiSchema({ name: 'HuggingFaceError' })
export class HuggingFaceErrorDto {
  @ApiProperty({ description: 'A sentence about the error. It never contains a text of the request.' })
  error!: string;

  @ApiProperty({
    enum: ['Validation', 'Overloaded', 'Backend'],
    description: 'Kind of the error, in the words of text-embeddings-inference.',
  })
  error_type!: string;
}

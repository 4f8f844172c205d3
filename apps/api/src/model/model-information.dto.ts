import { ApiProperty } from '@nestjs/swagger';
import type { ModelDescription, Scoring } from '#libs/prediction';

export class ModelInformation implements ModelDescription {
  @ApiProperty({ example: 'minilm-l6-sst2' })
  name!: string;

  @ApiProperty({ example: '1.0.0' })
  version!: string;

  @ApiProperty({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of model, tokenizer and configuration.' })
  digest!: string;

  @ApiProperty({ example: 'int8' })
  precision!: string;

  @ApiProperty({ type: [String], example: ['NEGATIVE', 'POSITIVE'] })
  labels!: readonly string[];

  @ApiProperty({
    enum: ['softmax', 'sigmoid'],
    description:
      'softmax: one label is right, and the scores of a text sum to 1. sigmoid: each label is scored for itself.',
    example: 'softmax',
  })
  scoring!: Scoring;

  @ApiProperty({
    type: 'number',
    description: 'The service divides logits by it before it makes scores of them. It was fitted on held-out text.',
    example: 1.25,
  })
  temperature!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Maximum length of a text in tokens. The service cuts longer texts.',
    example: 512,
  })
  maxTokens!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Length of the part of a text that the service reads, in UTF-16 code units.',
    example: 8192,
  })
  maxChars!: number;

  @ApiProperty({
    type: 'number',
    nullable: true,
    minimum: 0,
    maximum: 1,
    description: 'Accuracy on the data set that the manifest names; null when it was not measured.',
    example: 0.9,
  })
  accuracy!: number | null;
}

import { ApiProperty } from '@nestjs/swagger';
import type { ModelDescription, Scoring } from '#libs/prediction';

export class ModelInformation implements ModelDescription {
  @ApiProperty({ example: 'minilm-l6-sst2' })
  name!: string;

  @ApiProperty({ example: '1.0.0' })
  version!: string;

  @ApiProperty({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 over model, tokenizer and configuration.' })
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
    description: 'Logits are divided by it before they become scores: fitted on text that was held out.',
    example: 1.25,
  })
  temperature!: number;

  @ApiProperty({ type: 'integer', description: 'Longer texts are cut to this many tokens.', example: 512 })
  maxTokens!: number;

  @ApiProperty({ type: 'integer', description: 'Longest part of a text that is read, in UTF-16 units.', example: 8192 })
  maxChars!: number;

  @ApiProperty({
    type: 'number',
    nullable: true,
    minimum: 0,
    maximum: 1,
    description: 'On the data set that the manifest names; null when nobody measured it.',
    example: 0.9,
  })
  accuracy!: number | null;
}

import { ApiProperty } from '@nestjs/swagger';
import type { ModelDescription, Scoring, WindowPolicy } from '#libs/prediction';

export class WindowInformation implements WindowPolicy {
  @ApiProperty({ type: 'integer', description: 'Length of a window in tokens.', example: 128 })
  tokens!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Smallest number of tokens that are in a window and in the next window too.',
    example: 16,
  })
  overlapTokens!: number;

  @ApiProperty({
    type: 'integer',
    description:
      'Largest number of windows of a text (setting MAX_WINDOWS). 1: the service cuts longer texts to `maxTokens`.',
    example: 16,
  })
  maxWindows!: number;

  @ApiProperty({
    type: 'number',
    description: 'The service divides the mean of the outputs of all windows by this number.',
    example: 1,
  })
  temperature!: number;
}

export class ModelInformation implements ModelDescription {
  @ApiProperty({ description: 'Name of the model.', example: 'minilm-l6-sentiment' })
  name!: string;

  @ApiProperty({ description: 'Version of the model.', example: '1.0.0' })
  version!: string;

  @ApiProperty({
    pattern: '^[0-9a-f]{64}$',
    description:
      'SHA-256 over what decides the answers of the model in its folder. The setting MAX_WINDOWS (`windows`) is not part of it.',
  })
  digest!: string;

  @ApiProperty({ description: 'Number format of the weights.', example: 'int8' })
  precision!: string;

  @ApiProperty({
    type: [String],
    description: 'All labels of the model, the neutral label included, in the order of its outputs (logits).',
    example: ['NEGATIVE', 'NEUTRAL', 'POSITIVE'],
  })
  labels!: readonly string[];

  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'The label of texts that are neither positive nor negative. Answers have it only for requests with `"neutral": true`. ' +
      'null: the model has no neutral label, and the service answers such requests with 422.',
    example: 'NEUTRAL',
  })
  neutralLabel!: string | null;

  @ApiProperty({
    enum: ['softmax', 'sigmoid'],
    description:
      'softmax: exactly one label is right, and the scores of a text sum to 1. sigmoid: each label has a score of its own, ' +
      'independent of the others.',
    example: 'softmax',
  })
  scoring!: Scoring;

  @ApiProperty({
    type: 'number',
    description:
      'The service divides the outputs of the model (logits) by this number before it computes scores. As a result, ' +
      'scores are close to the share of right answers: of the answers with a score near 0.9, about 90 % are right. The ' +
      'temperature was chosen with texts that are not in the training data.',
    example: 1.8,
  })
  temperature!: number;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description:
      'The service uses this number instead of `temperature` for requests with `"neutral": true`. null: the service uses ' +
      '`temperature` for all requests.',
    example: 1.9,
  })
  threeClassTemperature!: number | null;

  @ApiProperty({
    type: 'integer',
    description: 'Maximum length of an input of the model in tokens. The model reads a longer text in `windows`.',
    example: 512,
  })
  maxTokens!: number;

  @ApiProperty({
    type: WindowInformation,
    description:
      'How the model reads a text that is longer than `maxTokens`: in overlapping windows. The score is that of the mean of all windows.',
  })
  windows!: WindowInformation;

  @ApiProperty({
    type: 'integer',
    description: 'Maximum length of a text in UTF-16 code units. The service does not read the rest of a longer text.',
    example: 28448,
  })
  maxChars!: number;

  @ApiProperty({
    type: [String],
    description:
      'Languages that the model reads, as ISO 639-1 codes. Empty: the file `manifest.json` does not name them.',
    example: ['en'],
  })
  languages!: readonly string[];

  @ApiProperty({
    type: 'number',
    nullable: true,
    minimum: 0,
    maximum: 1,
    description:
      'Accuracy, from 0 to 1, on a data set. The file `manifest.json` in the model folder has the name of the data set. null: it was not measured.',
    example: 0.9,
  })
  accuracy!: number | null;
}

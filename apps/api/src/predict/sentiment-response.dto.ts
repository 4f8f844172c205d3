import { ApiExtraModels, ApiProperty, ApiPropertyOptional, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import type { LabelScore } from '#libs/prediction';
import type { ScoredTexts } from '../dialect-route/score-texts.js';

const PROBABILITY = 'Probability of the label. The scores of a text sum to 1 if the scoring of the model is softmax.';

@ApiSchema({ name: 'Sentiment' })
export class Sentiment implements LabelScore {
  @ApiProperty({ description: 'A label of the model. GET /model lists the labels.', example: 'POSITIVE' })
  label!: string;

  @ApiProperty({ minimum: 0, maximum: 1, description: PROBABILITY, example: 0.99 })
  score!: number;
}

@ApiExtraModels(Sentiment)
@ApiSchema({ name: 'SentimentResponse' })
export class SentimentResponse {
  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { $ref: getSchemaPath(Sentiment) } },
    description:
      'One list for each text, in the order of the request. Each list has every label of the model except the neutral label, ' +
      'with the highest score first. With `"neutral": true` in the request, each list also has the neutral label.',
    example: [
      [
        { label: 'POSITIVE', score: 0.9856981635093689 },
        { label: 'NEGATIVE', score: 0.014301827177405357 },
      ],
      [
        { label: 'NEGATIVE', score: 0.9865080118179321 },
        { label: 'POSITIVE', score: 0.013491983525454998 },
      ],
    ],
  })
  predictions!: Sentiment[][];

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'integer', minimum: 0 },
    description:
      'Indexes of the texts that are longer than what the model reads (`windows` of GET /model). Absent when there are none.',
    example: [0],
  })
  truncated?: number[];
}

/** The place of a text in the body of a request, as a JSON pointer. */
export const pointToText = (index: number): string => `/text/${index}`;

/** Renders the scores of a request's texts. */
export function toSentimentResponse({ scores: predictions, truncated }: ScoredTexts): SentimentResponse {
  return truncated.length > 0 ? { predictions, truncated } : { predictions };
}

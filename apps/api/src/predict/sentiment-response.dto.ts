import { ApiExtraModels, ApiProperty, ApiPropertyOptional, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import {
  isFailure,
  scoreLabels,
  selectLogits,
  type LabelScore,
  type ScoredLabels,
  type TextOutcome,
} from '#libs/prediction';
import { RequestError, type BodyFault } from '../http/errors/request-error.js';

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
        { label: 'POSITIVE', score: 0.985133707523346 },
        { label: 'NEGATIVE', score: 0.01486629992723465 },
      ],
      [
        { label: 'NEGATIVE', score: 0.9833232164382935 },
        { label: 'POSITIVE', score: 0.01667676866054535 },
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

/**
 * Applies labels and probabilities to the outcomes of a request's texts.
 *
 * @param scored the labels of the answer
 * @throws RequestError with a fault for each text without an answer: `text-refused` when all of them are refused,
 * else `text-failed`
 */
export function toSentimentResponse(outcomes: readonly TextOutcome[], scored: ScoredLabels): SentimentResponse {
  const predictions: Sentiment[][] = [];
  const truncated: number[] = [];
  const faults: BodyFault[] = [];
  outcomes.forEach((outcome, index) => {
    if (isFailure(outcome)) {
      faults.push({ pointer: `/text/${index}`, detail: outcome.failure });
      return;
    }
    predictions.push(scoreLabels(selectLogits(outcome.logits, scored), scored.labels, scored));
    if (outcome.truncated) truncated.push(index);
  });
  if (faults.length > 0) {
    const detail = `The service has no answer for ${faults.length} of ${outcomes.length} texts.`;
    const areAllRefused = outcomes.every((each) => !isFailure(each) || each.isRefused);
    throw new RequestError(areAllRefused ? 'text-refused' : 'text-failed', detail, { faults });
  }
  return truncated.length > 0 ? { predictions, truncated } : { predictions };
}

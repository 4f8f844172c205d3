import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsBoolean, ValidateBy, validateSync } from 'class-validator';
import type { ModelDescription } from '#libs/prediction';
import type { BodyFault } from '../http/errors/request-error.js';
import { invalidAt, invalidRequest, tooManyTexts } from '../prediction-route/invalid-request.js';

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
}

/** A list of strings, at least one. (`each` of class-validator names no index: `listTextFaults` does.) */
function IsTextList(): PropertyDecorator {
  return ValidateBy({ name: 'isTextList', validator: { validate: isTextList } });
}

@ApiSchema({ name: 'SentimentRequest' })
export class SentimentRequest {
  @IsTextList()
  @ApiProperty({
    type: [String],
    minItems: 1,
    description:
      'The texts, in the language of the model (English for the shipped model). A blank text is valid. The model reads a long text in overlapping windows. ' +
      'If a text is longer than all windows, `truncated` lists its index.',
    example: ['This is fun', 'the movie was awful'],
  })
  text!: string[];

  @IsBoolean()
  @ApiPropertyOptional({
    // Without a default: openapi-typescript requires properties that have one.
    type: Boolean,
    description:
      '`true`: each list also has the neutral label of the model (`neutralLabel` of GET /model). `false` or absent: each list ' +
      'has only the other labels. If `neutral` is `true` and the model has no neutral label, the service answers 422.',
    example: false,
  })
  neutral: boolean = false;
}

/**
 * Validates a parsed body. Unknown properties are ignored, as the replaced service does.
 *
 * @param maxTexts most texts in one request
 * @throws RequestError `invalid-request` with a fault for each faulty place
 */
export function toSentimentRequest(body: unknown, maxTexts: number): SentimentRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidAt('', 'must be an object with a list of strings under "text"');
  }
  const request = new SentimentRequest();
  // Own properties only: none must come from a polluted prototype.
  if (Object.hasOwn(body, 'text') && 'text' in body) request.text = body.text as string[];
  if (Object.hasOwn(body, 'neutral') && 'neutral' in body) request.neutral = body.neutral as boolean;
  // Before anything looks at each of them: a body may hold a million.
  if (Array.isArray(request.text) && request.text.length > maxTexts) {
    throw tooManyTexts('/text', maxTexts);
  }
  if (validateSync(request).length > 0)
    throw invalidRequest([...listTextFaults(request.text), ...listNeutralFaults(request)]);
  return request;
}

/**
 * Refuses a request for the neutral label when the model has none.
 *
 * @param model undefined until it is loaded; then the classifier refuses the request
 * @throws RequestError `invalid-request`
 */
export function checkNeutralLabel({ neutral }: SentimentRequest, model: ModelDescription | undefined): void {
  if (!neutral || model?.neutralLabel !== null) return;
  throw invalidAt('/neutral', `must be false or left out: the model ${model.name} has no neutral label`);
}

function listTextFaults(value: unknown): BodyFault[] {
  const pointer = '/text';
  if (value === undefined) return [{ pointer, detail: 'is missing' }];
  if (!Array.isArray(value)) return [{ pointer, detail: 'must be a list of strings' }];
  if (value.length === 0) return [{ pointer, detail: 'must have at least one text' }];
  return value.flatMap((item: unknown, index) =>
    typeof item === 'string' ? [] : [{ pointer: `${pointer}/${index}`, detail: 'must be a string' }],
  );
}

function listNeutralFaults({ neutral }: SentimentRequest): BodyFault[] {
  return typeof neutral === 'boolean' ? [] : [{ pointer: '/neutral', detail: 'must be true or false' }];
}

import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ValidateBy, validateSync } from 'class-validator';
import { RequestError, type BodyFault } from '../http/errors/request-error.js';

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
}

/** A list of strings, at least one. (`each` of class-validator names no index: `refusal` does.) */
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
      'The texts, in the language of the model (English for the shipped model). A blank text is valid. The service cuts a text that is longer than the maximum length of the model, ' +
      'and lists its index in `truncated`.',
    example: ['This is fun', 'the movie was awful'],
  })
  text!: string[];
}

/**
 * Validates a parsed body. Unknown properties are ignored, as the replaced service does.
 *
 * @param maxTexts most texts in one request
 * @throws RequestError `invalid-request` with a fault for each faulty place
 */
export function toSentimentRequest(body: unknown, maxTexts: number): SentimentRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid('', 'must be an object with a list of strings under "text"');
  }
  const request = new SentimentRequest();
  // Own properties only: "text" must not come from a polluted prototype.
  if (Object.hasOwn(body, 'text') && 'text' in body) request.text = body.text as string[];
  // Before anything looks at each of them: a body may hold a million.
  if (Array.isArray(request.text) && request.text.length > maxTexts) {
    throw invalid('/text', `must have at most ${maxTexts} texts (setting MAX_TEXTS)`);
  }
  if (validateSync(request).length > 0) throw refusal(request.text);
  return request;
}

function refusal(value: unknown): RequestError {
  if (value === undefined) return invalid('/text', 'is missing');
  if (!Array.isArray(value)) return invalid('/text', 'must be a list of strings');
  if (value.length === 0) return invalid('/text', 'must have at least one text');
  const faults: BodyFault[] = [];
  value.forEach((item: unknown, index) => {
    if (typeof item !== 'string') faults.push({ pointer: `/text/${index}`, detail: 'must be a string' });
  });
  const count = faults.length > 1 ? ` ${faults.length} places have this fault.` : '';
  return new RequestError('invalid-request', `${faults[0]?.pointer} must be a string.${count}`, { faults });
}

function invalid(pointer: string, detail: string): RequestError {
  return new RequestError('invalid-request', `${pointer || 'The body'} ${detail}.`, { faults: [{ pointer, detail }] });
}

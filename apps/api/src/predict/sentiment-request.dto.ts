import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { validateSync, type ValidationArguments, ValidateBy } from 'class-validator';
import { ServiceError, type Fault } from '#libs/classification';

/** A list of strings, at least one. `each` of class-validator names no index, so the faults are told here. */
function IsTextList(): PropertyDecorator {
  return ValidateBy({
    name: 'isTextList',
    validator: {
      validate: (value: unknown) => textFaults(value).length === 0,
      defaultMessage: (validation?: ValidationArguments) => textFaults(validation?.value)[0]?.detail ?? '',
    },
  });
}

@ApiSchema({ name: 'SentimentRequest' })
export class SentimentRequest {
  @IsTextList()
  @ApiProperty({
    type: [String],
    minItems: 1,
    description:
      'The texts, in English. A blank text is a text like others. Texts past 512 tokens are cut, and the answer says so.',
    example: ['This is fun', 'the movie was awful'],
  })
  text!: string[];
}

/**
 * Validates a parsed body. Unknown properties are ignored, as the replaced service does.
 *
 * @param maxTexts most texts in one request
 * @throws ServiceError `invalid-request` with a fault for each faulty place
 */
export function toSentimentRequest(body: unknown, maxTexts: number): SentimentRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid([{ pointer: '', detail: 'must be an object with a list of strings under "text"' }]);
  }
  const request = new SentimentRequest();
  // Own properties only: "text" must not come from a polluted prototype.
  if (Object.hasOwn(body, 'text') && 'text' in body) request.text = body.text as string[];
  if (validateSync(request).length > 0) throw invalid(textFaults(request.text));
  if (request.text.length > maxTexts) {
    throw invalid([{ pointer: '/text', detail: `must have at most ${maxTexts} texts (setting MAX_TEXTS)` }]);
  }
  return request;
}

function textFaults(value: unknown): Fault[] {
  if (value === undefined) return [{ pointer: '/text', detail: 'is missing' }];
  if (!Array.isArray(value)) return [{ pointer: '/text', detail: 'must be a list of strings' }];
  if (value.length === 0) return [{ pointer: '/text', detail: 'must have at least one text' }];
  const faults: Fault[] = [];
  value.forEach((item: unknown, index) => {
    if (typeof item !== 'string') faults.push({ pointer: `/text/${index}`, detail: 'must be a string' });
  });
  return faults;
}

function invalid(faults: readonly Fault[]): ServiceError {
  const [first] = faults;
  const more = faults.length > 1 ? ` and ${faults.length - 1} more` : '';
  return new ServiceError('invalid-request', `${first?.pointer || 'The body'} ${first?.detail}${more}.`, { faults });
}

import type { ClassificationResult } from '#libs/prediction';
import type { DialectContext, DialectRequest } from '../../dialect-route/dialect.js';
import { scoreTexts } from '../../dialect-route/score-texts.js';
import { RequestError, type BodyFault } from '../../http/errors/request-error.js';
import { invalidAt, invalidRequest, tooManyTexts } from '../../prediction-route/invalid-request.js';
import { getProperty, hasProperty } from '../../prediction-route/read-property.js';

const INSTANCES = '/instances';
/** An object with one key. */
export const PARTS_PER_INSTANCE = 2;

/**
 * Reads a request of KServe V1: `instances` are texts, or objects with a `text`. The answer has one list of labels for each instance.
 *
 * @throws RequestError `invalid-request`
 */
export function readInstances(
  body: unknown,
  { maxTexts, hasAllLabels }: Pick<DialectContext, 'maxTexts' | 'hasAllLabels'>,
): DialectRequest {
  const texts = readTexts(getProperty(body, 'instances'), maxTexts);
  const pointTo = (index: number) => `${INSTANCES}/${index}`;
  return {
    texts,
    render(result: ClassificationResult) {
      const { scores, firstLabels, truncated } = scoreTexts(result, { hasAllLabels, pointTo });
      return { body: { predictions: scores }, firstLabels, truncated };
    },
  };
}

function readTexts(instances: unknown, maxTexts: number): string[] {
  if (!Array.isArray(instances)) {
    // The sentence of the server of KServe.
    throw new RequestError('invalid-request', 'Expected "instances" to be a list', {
      faults: [{ pointer: INSTANCES, detail: 'must be a list' }],
    });
  }
  if (instances.length === 0) throw invalidAt(INSTANCES, 'must have at least one text');
  if (instances.length > maxTexts) throw tooManyTexts(INSTANCES, maxTexts);
  const faults: BodyFault[] = [];
  const texts = instances.map((instance: unknown, index) => {
    const text = hasProperty(instance, 'text') ? instance.text : instance;
    if (typeof text === 'string') return text;
    faults.push({ pointer: `${INSTANCES}/${index}`, detail: 'must be a string, or an object with a string "text"' });
    return '';
  });
  if (faults.length > 0) throw invalidRequest(faults);
  return texts;
}

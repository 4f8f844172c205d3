import type { ClassificationResult } from '#libs/prediction';
import { hasProperty, type DialectContext, type DialectRequest } from '../../dialect-route/dialect.js';
import { scoreTexts } from '../../dialect-route/score-texts.js';
import { RequestError, type BodyFault } from '../../http/errors/request-error.js';
import { invalidRequest } from '../../prediction-route/invalid-request.js';

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
  const texts = readTexts(hasProperty(body, 'instances') ? body.instances : undefined, maxTexts);
  const pointTo = (index: number) => `${INSTANCES}/${index}`;
  return {
    texts,
    render(result: ClassificationResult) {
      const { scores, truncated } = scoreTexts(result, { hasAllLabels, pointTo });
      return { body: { predictions: scores }, firstLabels: scores.flatMap(([first]) => first ?? []), truncated };
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
  if (instances.length === 0) throw invalidRequest([{ pointer: INSTANCES, detail: 'must have at least one text' }]);
  if (instances.length > maxTexts) {
    throw invalidRequest([{ pointer: INSTANCES, detail: `must have at most ${maxTexts} texts (setting MAX_TEXTS)` }]);
  }
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

import type { BodyFault } from '../../http/errors/request-error.js';
import { invalidRequest } from '../../prediction-route/invalid-request.js';
import { hasProperty } from '../../dialect-route/dialect.js';

/** The texts of a body, and where each of them stands. */
export interface Inputs {
  readonly texts: readonly string[];
  readonly pointTo: (index: number) => string;
}

/**
 * Reads `inputs`: a text or a list of texts.
 *
 * @throws RequestError `invalid-request`
 */
export function readInputs(body: unknown, maxTexts: number): Inputs {
  const inputs = hasProperty(body, 'inputs') ? body.inputs : undefined;
  if (typeof inputs === 'string') return { texts: [inputs], pointTo: () => '/inputs' };
  const faults = listFaults(inputs, maxTexts);
  if (faults.length > 0) throw invalidRequest(faults);
  return { texts: inputs as string[], pointTo: (index) => `/inputs/${index}` };
}

function listFaults(inputs: unknown, maxTexts: number): BodyFault[] {
  const pointer = '/inputs';
  if (inputs === undefined) return [{ pointer, detail: 'is missing' }];
  if (!Array.isArray(inputs)) return [{ pointer, detail: 'must be a string or a list of strings' }];
  if (inputs.length === 0) return [{ pointer, detail: 'must have at least one text' }];
  if (inputs.length > maxTexts) {
    return [{ pointer, detail: `must have at most ${maxTexts} texts (setting MAX_TEXTS)` }];
  }
  return inputs.flatMap((input: unknown, index) =>
    typeof input === 'string' ? [] : [{ pointer: `${pointer}/${index}`, detail: 'must be a string' }],
  );
}

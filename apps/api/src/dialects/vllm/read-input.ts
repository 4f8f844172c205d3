import { invalidRequest } from '../../prediction-route/invalid-request.js';

/** The texts of a body, and where each of them stands. */
export interface Input {
  readonly texts: readonly string[];
  readonly pointTo: (index: number) => string;
}

const INPUT = '/input';
const TOKEN_IDS =
  'has token ids, which belong to the vocabulary of another model: send the texts, and this service makes the tokens of its own model';

/**
 * Reads `input`: a text or a list of texts. Token ids are refused.
 *
 * @throws RequestError `invalid-request`
 */
export function readInput(input: unknown, maxTexts: number): Input {
  if (typeof input === 'string') return { texts: [input], pointTo: () => INPUT };
  if (!Array.isArray(input)) throw invalid(INPUT, 'must be a string or a list of strings');
  if (input.length === 0) throw invalid(INPUT, 'must have at least one text');
  if (input.every((item) => typeof item === 'number') || input.some((item) => Array.isArray(item))) {
    throw invalid(INPUT, TOKEN_IDS);
  }
  if (input.length > maxTexts) throw invalid(INPUT, `must have at most ${maxTexts} texts (setting MAX_TEXTS)`);
  const faults = input.flatMap((item: unknown, index) =>
    typeof item === 'string' ? [] : [{ pointer: `${INPUT}/${index}`, detail: 'must be a string' }],
  );
  if (faults.length > 0) throw invalidRequest(faults);
  return { texts: input as string[], pointTo: (index) => `${INPUT}/${index}` };
}

function invalid(pointer: string, detail: string): Error {
  return invalidRequest([{ pointer, detail }]);
}

import { invalidAt, invalidRequest, tooManyTexts } from '../prediction-route/invalid-request.js';

/** The texts of a body, and where each of them stands. */
export interface TextsInBody {
  readonly texts: readonly string[];
  /** @returns a JSON pointer */
  readonly pointTo: (index: number) => string;
}

/**
 * Reads a text or a list of texts.
 *
 * @param pointer JSON pointer to the value
 * @throws RequestError `invalid-request`
 */
export function readTexts(value: unknown, pointer: string, maxTexts: number): TextsInBody {
  if (typeof value === 'string') return { texts: [value], pointTo: () => pointer };
  if (!Array.isArray(value)) throw invalidAt(pointer, 'must be a string or a list of strings');
  if (value.length === 0) throw invalidAt(pointer, 'must have at least one text');
  if (value.length > maxTexts) throw tooManyTexts(pointer, maxTexts);
  const pointTo = (index: number) => `${pointer}/${index}`;
  const faults = value.flatMap((item: unknown, index) =>
    typeof item === 'string' ? [] : [{ pointer: pointTo(index), detail: 'must be a string' }],
  );
  if (faults.length > 0) throw invalidRequest(faults);
  return { texts: value as string[], pointTo };
}

import { readTexts, type TextsInBody } from '../../dialect-route/read-texts.js';
import { invalidAt } from '../../prediction-route/invalid-request.js';

const INPUT = '/input';
const TOKEN_IDS =
  'has token ids, which belong to the vocabulary of another model: send the texts, and this service makes the tokens of its own model';

/**
 * Reads `input`: a text or a list of texts. Token ids are refused.
 *
 * @throws RequestError `invalid-request`
 */
export function readInput(input: unknown, maxTexts: number): TextsInBody {
  if (hasTokenIds(input)) throw invalidAt(INPUT, TOKEN_IDS);
  return readTexts(input, INPUT, maxTexts);
}

function hasTokenIds(input: unknown): boolean {
  if (!Array.isArray(input) || input.length === 0) return false;
  return input.every((item) => typeof item === 'number') || input.some((item) => Array.isArray(item));
}

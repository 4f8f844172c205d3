import { invalidAt, tooManyTexts } from '../../prediction-route/invalid-request.js';

const POINTER = '/inputs/0/shape';

/**
 * Reads the shape of a tensor of texts: `[n]` or `[n, 1]`.
 *
 * @returns the number of texts, 1 to `maxTexts`
 * @throws RequestError `invalid-request`
 */
export function readShape(shape: unknown, maxTexts: number): number {
  const [count, width] = Array.isArray(shape) ? (shape as unknown[]) : [];
  const isTexts = Array.isArray(shape) && (shape.length === 1 || (shape.length === 2 && width === 1));
  if (!isTexts || typeof count !== 'number' || !Number.isSafeInteger(count)) {
    throw invalidAt(POINTER, 'must be [n] or [n, 1] with the number of texts n');
  }
  if (count < 1) throw invalidAt(POINTER, 'must have at least one text');
  if (count > maxTexts) throw tooManyTexts(POINTER, maxTexts);
  return count;
}

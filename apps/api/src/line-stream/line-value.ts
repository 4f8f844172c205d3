import { parseJsonBody } from '../prediction-route/json-body.js';
import { RequestError } from '../http/errors/request-error.js';
import { invalidAt } from '../prediction-route/invalid-request.js';
import { getProperty } from '../prediction-route/read-property.js';

const MAX_ID_CHARS = 256;
/** One object with its keys; parseJsonBody grants more. */
const PARTS_PER_LINE = 8;

/** The name that a client gave a line. */
export type LineId = string | number;

/** The value of a line: a text alone, or an object with an optional name and more properties. */
export type LineValue = string | object;

/** @throws RequestError `malformed-body` when the line is not JSON; `invalid-request` when it is neither text nor object */
export function parseLine(line: Buffer): LineValue {
  const value = parseJsonBody(line, PARTS_PER_LINE, 'line');
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new RequestError('invalid-request', 'The line must be a string, or an object with a string under "text".');
}

/**
 * @returns the `id` of a line; undefined if it has none
 * @throws RequestError `invalid-request`
 */
export function getLineId(value: LineValue): LineId | undefined {
  const id = getProperty(value, 'id');
  if (id === undefined) return id;
  // A larger number would come back as another one.
  if (typeof id === 'number' && Number.isSafeInteger(id)) return id;
  if (typeof id === 'string' && id.length <= MAX_ID_CHARS) return id;
  const detail = `must be a whole number below 2^53, or a string of at most ${MAX_ID_CHARS} characters`;
  throw invalidAt('/id', detail);
}

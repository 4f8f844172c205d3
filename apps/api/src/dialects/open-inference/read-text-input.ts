import type { BodyFault } from '../../http/errors/request-error.js';
import { invalidAt, invalidRequest } from '../../prediction-route/invalid-request.js';
import { getProperty } from '../../prediction-route/read-property.js';
import { readBinaryStrings } from './binary-strings.js';
import { readShape } from './read-shape.js';

/** The input tensor of a request. */
export interface TextInput {
  readonly name: string;
  readonly texts: readonly string[];
}

const INPUTS = '/inputs';
/** The only tensor of a request. */
export const INPUT = `${INPUTS}/0`;
const DATATYPE = 'BYTES';

/**
 * Reads the input of an inference request: one tensor of texts, in the JSON or after it.
 *
 * @param inputs the property of the body
 * @param tensorBytes what follows the JSON of the body
 * @throws RequestError `invalid-request`, `malformed-body`
 */
export function readTextInput(inputs: unknown, tensorBytes: Buffer, maxTexts: number): TextInput {
  if (!Array.isArray(inputs)) throw invalidAt(INPUTS, 'must be a list of one tensor');
  if (inputs.length !== 1)
    throw invalidAt(INPUTS, `must have one tensor, because the model has one input, not ${inputs.length}`);
  const input: unknown = inputs[0];
  const name = readProperty(input, 'name');
  if (typeof name !== 'string') throw invalidAt(`${INPUT}/name`, 'must be a string');
  if (readProperty(input, 'datatype') !== DATATYPE) throw invalidAt(`${INPUT}/datatype`, `must be "${DATATYPE}"`);
  const count = readShape(readProperty(input, 'shape'), maxTexts);
  const binaryBytes = readProperty(readProperty(input, 'parameters'), 'binary_data_size');
  const data = readProperty(input, 'data');
  if (binaryBytes === undefined) {
    if (tensorBytes.length > 0)
      throw invalidAt(INPUT, 'has no binary_data_size, but binary data follows the JSON of the body');
    return { name, texts: readData(data, count) };
  }
  if (data !== undefined) throw invalidAt(INPUT, 'must have either data or the parameter binary_data_size, not both');
  if (binaryBytes !== tensorBytes.length) {
    const detail = `must be the number of bytes after the JSON of the body: ${tensorBytes.length}`;
    throw invalidAt(`${INPUT}/parameters/binary_data_size`, detail);
  }
  return { name, texts: readBinaryStrings(tensorBytes, count) };
}

/** @returns undefined for null too, which clients send for a property without a value */
function readProperty(value: unknown, name: string): unknown {
  return getProperty(value, name) ?? undefined;
}

/** Reads texts, flat or each in a list of its own. */
function readData(data: unknown, count: number): string[] {
  const pointer = `${INPUT}/data`;
  if (!Array.isArray(data)) throw invalidAt(pointer, 'must be a list of strings');
  if (data.length !== count) throw invalidAt(pointer, `must have as many texts as the shape says: ${count}`);
  const faults: BodyFault[] = [];
  const texts = data.map((item: unknown, index) => {
    const text: unknown = Array.isArray(item) && item.length === 1 ? item[0] : item;
    if (typeof text === 'string') return text;
    faults.push({ pointer: `${pointer}/${index}`, detail: 'must be a string, or a list of one string' });
    return '';
  });
  if (faults.length > 0) throw invalidRequest(faults);
  return texts;
}

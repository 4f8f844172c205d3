import { invalidField } from './invalid-field.js';

/**
 * Reads an enum of Protocol Buffers from JSON: a name, or its number.
 *
 * @param value of the field; undefined when it is absent
 * @param place of the field in the body, for errors
 * @param names in the order of their numbers, which begin with 0
 * @returns the name; the first one for an absent field
 * @throws RequestError `invalid-request`
 */
export function readEnum<Name extends string>(value: unknown, place: string, names: readonly [Name, ...Name[]]): Name {
  if (value === undefined) return names[0];
  const name = typeof value === 'number' ? names[value] : names.find((each) => each === value);
  if (name !== undefined) return name;
  const list = names.map((each, number) => `${each} (${number})`).join(', ');
  throw invalidField(place, `must be one of these names, or its number: ${list}`);
}

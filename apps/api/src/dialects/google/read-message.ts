import { invalidField } from './invalid-field.js';

/**
 * Reads a message of Protocol Buffers from JSON (ProtoJSON): a field has its name in camelCase or in snake_case, and null is the same as an
 * absent field. As in the cloud, an unknown field is an error: a field with a misspelled name would have no effect.
 *
 * @param place of the message in the body, for errors
 * @param names of its fields, in camelCase
 * @returns the fields that the message has
 * @throws RequestError `invalid-request`
 */
export function readMessage<Name extends string>(
  value: unknown,
  place: string,
  names: readonly Name[],
): ReadonlyMap<Name, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidField(place, 'must be an object');
  }
  const fields = new Map<Name, unknown>();
  for (const [key, field] of Object.entries(value) as [string, unknown][]) {
    const name = names.find((each) => key === each || key === toSnakeCase(each));
    if (name === undefined) throw invalidField(place, `has an unknown field. It can have only ${names.join(', ')}`);
    if (fields.has(name)) throw invalidField(place, `has the field ${name} twice, as ${name} and ${toSnakeCase(name)}`);
    fields.set(name, field ?? undefined);
  }
  return fields;
}

function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

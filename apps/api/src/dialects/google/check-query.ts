import { invalidField } from './invalid-field.js';

/** The two names of the parameter for the format of the answer. */
const FORMAT_PARAMETERS = ['alt', '$alt'] as const;
/** Clients add how they want enums, which answers do not have: `json;enum-encoding=int`. */
const JSON_FORMAT = /^json(;|$)/;

/**
 * Refuses a request for an answer in another format than JSON. The service ignores the other parameters of Google's APIs, such as `fields`
 * and `prettyPrint`.
 *
 * @param query the parameters of the URL; one that is there twice is a list
 * @throws RequestError `invalid-request`
 */
export function checkQuery(query: Readonly<Record<string, unknown>>): void {
  for (const name of FORMAT_PARAMETERS) {
    const values = [query[name] ?? []].flat();
    const areJson = values.every((value) => typeof value === 'string' && JSON_FORMAT.test(value));
    if (!areJson) throw invalidField(`The parameter ${name}`, 'must be json');
  }
}

import { includesLanguage } from '#libs/analysis';
import type { ModelDescription } from '#libs/prediction';
import { RequestError } from '../../http/errors/request-error.js';
import { invalidField } from './invalid-field.js';

/** A tag of BCP 47: a language, and subtags such as a script and a region. */
const LANGUAGE_TAG = /^[a-z]{2,3}(-[a-z\d]{1,8}){0,4}$/i;

/**
 * Reads the language of a document. A model that does not say which languages it reads gets all of them.
 *
 * @param value of the field; undefined when it is absent
 * @param place of the field in the body, for errors
 * @returns undefined for an absent field and an empty string: the language is to be detected
 * @throws RequestError `invalid-request`; `unsupported-language` for a language that the model does not read
 */
export function readLanguageCode(
  value: unknown,
  place: string,
  model: ModelDescription | undefined,
): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string' || !LANGUAGE_TAG.test(value)) {
    throw invalidField(place, 'must be a language code of BCP 47, such as en or en-US');
  }
  const languages = model?.languages ?? [];
  if (languages.length > 0 && !includesLanguage(languages, value)) throw unsupportedLanguage(value, languages);
  return value;
}

/**
 * The error of a document in a language that the model does not read.
 *
 * @param code of that language
 * @param languages those that the model reads
 */
export function unsupportedLanguage(code: string, languages: readonly string[]): RequestError {
  return new RequestError(
    'unsupported-language',
    `The language ${code} is not supported. The model reads only these languages: ${languages.join(', ')}.`,
  );
}

import { includesLanguage } from '#libs/analysis';
import type { ModelDescription } from '#libs/prediction';
import { getProperty } from '../../prediction-route/read-property.js';
import { ComprehendError } from './comprehend-error.js';

/** The languages of DetectSentiment, see the reference of its API. */
const LANGUAGE_CODES: readonly string[] = ['en', 'es', 'fr', 'de', 'it', 'pt', 'ar', 'hi', 'ja', 'ko', 'zh', 'zh-TW'];

/**
 * Checks the `LanguageCode` of a request. A model that does not say which languages it reads gets all of them.
 *
 * @throws ComprehendError when it is missing, unknown, or a language that the model does not read
 */
export function checkLanguageCode(body: unknown, model: ModelDescription | undefined): void {
  const code = getProperty(body, 'LanguageCode') ?? null;
  if (typeof code !== 'string' || !LANGUAGE_CODES.includes(code)) {
    const constraint =
      code === null ? 'Member must not be null' : `Member must satisfy enum value set: ${LANGUAGE_CODES.join(', ')}`;
    throw new ComprehendError(
      'ValidationException',
      `1 validation error detected: Value at 'languageCode' failed to satisfy constraint: ${constraint}`,
    );
  }
  const languages = model?.languages ?? [];
  if (languages.length === 0 || includesLanguage(languages, code)) return;
  throw new ComprehendError(
    'UnsupportedLanguageException',
    `The model reads only these languages: ${languages.join(', ')}.`,
    'unsupported-language',
  );
}

import { describe, expect, it } from 'vitest';
import { TWO_CLASS_MODEL } from '../../dialect-route/model.fake.js';
import { checkLanguageCode } from './language-code.js';

const ENGLISH_AND_CHINESE = { ...TWO_CLASS_MODEL, languages: ['en', 'zh'] };
const ANY = { ...TWO_CLASS_MODEL, languages: [] };

describe('The language code of a request to Comprehend', () => {
  it.each([
    ['en', ENGLISH_AND_CHINESE],
    ['zh-TW', ENGLISH_AND_CHINESE],
    ['fr', ANY],
    ['fr', undefined],
  ])('%s is taken where the model reads it, or does not say', (LanguageCode, model) => {
    checkLanguageCode({ LanguageCode }, model);
  });

  it.each([
    ['fr', 'UnsupportedLanguageException', 'The model reads only these languages: en, zh.'],
    ['EN', 'ValidationException', /Member must satisfy enum value set: en, es, fr,/],
    ['nl', 'ValidationException', /Member must satisfy enum value set/],
    [7, 'ValidationException', /Member must satisfy enum value set/],
    [null, 'ValidationException', /Member must not be null/],
    [undefined, 'ValidationException', /Member must not be null/],
  ])('%s is refused with %s', (LanguageCode, type, message) => {
    const check = () => checkLanguageCode({ LanguageCode }, ENGLISH_AND_CHINESE);
    expect(check).toThrow(expect.objectContaining({ type }));
    expect(check).toThrow(message);
  });
});

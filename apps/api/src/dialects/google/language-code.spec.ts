import { describe, expect, it } from 'vitest';
import { TWO_CLASS_MODEL } from '../../dialect-route/model.fake.js';
import { readLanguageCode } from './language-code.js';

const ENGLISH_AND_CHINESE = { ...TWO_CLASS_MODEL, languages: ['en', 'zh'] };
const ANY = { ...TWO_CLASS_MODEL, languages: [] };
const FIELD = 'document.language';

describe('The language of a document', () => {
  it.each([
    ['en', ENGLISH_AND_CHINESE],
    ['EN', ENGLISH_AND_CHINESE],
    ['en-US', ENGLISH_AND_CHINESE],
    ['zh-Hant-TW', ENGLISH_AND_CHINESE],
    ['fr', ANY],
    ['fr', undefined],
  ])('is %s as the client wrote it, where the model reads it, or does not say', (code, model) => {
    expect(readLanguageCode(code, FIELD, model)).toBe(code);
  });

  it.each([undefined, ''])('is to be detected if it is %j', (code) => {
    expect(readLanguageCode(code, FIELD, ENGLISH_AND_CHINESE)).toBeUndefined();
  });

  it.each(['fr', 'fil', 'und', 'enx', 'fr-en'])('is not %s, which the model does not read', (code) => {
    const read = () => readLanguageCode(code, FIELD, ENGLISH_AND_CHINESE);
    expect(read).toThrow(`The language ${code} is not supported. The model reads only these languages: en, zh.`);
    expect(read).toThrow(expect.objectContaining({ kind: 'unsupported-language' }));
  });

  it.each(['e', 'en_US', 'en-', 'english', ' en', 'en\n', '__proto__', 'en-US-a-b-c-d-e', 7, ['en'], {}])(
    'is a code of BCP 47, and not %j',
    (code) => {
      const read = () => readLanguageCode(code, FIELD, ENGLISH_AND_CHINESE);
      expect(read).toThrow('document.language must be a language code of BCP 47, such as en or en-US.');
    },
  );
});

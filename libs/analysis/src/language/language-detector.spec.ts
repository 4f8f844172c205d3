import { eld } from 'eld';
import { describe, expect, it } from 'vitest';
import { readFixture } from './fixtures/read-fixture.fake.js';
import { LanguageDetector } from './language-detector.js';
import { LanguageTable } from './language-table.js';
import { packEld } from './pack-eld.js';
import { readWords } from './readable-text.js';

const COMMON_LANGUAGES = ['es', 'de', 'fr', 'it', 'pt', 'nl', 'tr'];
const OTHER_SCRIPTS = ['ru', 'ar', 'zh', 'ja'];
const FOREIGN_LANGUAGES = [...COMMON_LANGUAGES, ...OTHER_SCRIPTS];

if ('load' in eld) await eld.load('extrasmall');
const detector = new LanguageDetector(new LanguageTable(await packEld('extrasmall')));

/** A text of 2 MB. */
function repeat(text: string): string {
  return text.repeat(2_000_000 / text.length);
}

describe('Language detection', () => {
  it('knows the languages of eld', () => {
    expect(detector.languages).toHaveLength(60);
    expect(detector.languages).toEqual(expect.arrayContaining(['en', ...FOREIGN_LANGUAGES]));
  });

  it.each(FOREIGN_LANGUAGES)('finds the language of everyday texts: %s', (language) => {
    const detected = readFixture(language).map((text) => detector.detect(text));
    expect(detected.length).toBeGreaterThanOrEqual(10);
    for (const result of detected) expect(result).toMatchObject({ language, isReliable: true });
  });

  it('agrees with eld on the same words, for whole texts and for their beginnings', () => {
    const texts = ['en', ...FOREIGN_LANGUAGES]
      .flatMap(readFixture)
      .flatMap((text) => [text, ...[3, 8, 15, 30, 60].map((length) => text.slice(0, length))]);
    texts.push(
      ['en', 'de', 'ru', 'zh'].flatMap(readFixture).join(' '),
      ...FOREIGN_LANGUAGES.map((l) => readFixture(l).join(' ')),
    );
    expect(texts.length).toBeGreaterThan(2_000);
    for (const text of texts) {
      const expected = eld.detect(readWords(text));
      const { language, isReliable } = detector.detect(text);
      expect({ text, language, isReliable }).toEqual({
        text,
        language: expected.language === '' ? 'und' : expected.language,
        isReliable: expected.isReliable(),
      });
    }
  });

  it('is more confident of a sentence than of a word that many languages have', () => {
    const sentence = detector.detect('Das Essen war lecker, aber wir mussten lange warten.');
    const word = detector.detect('Hotel');
    expect(sentence.confidence).toBeGreaterThan(0.99);
    expect(sentence.confidence).toBeLessThanOrEqual(1);
    expect(word.confidence).toBeGreaterThan(0);
    expect(word.confidence).toBeLessThan(0.9);
  });

  it.each(['', ' \n', '12345', '😀😀😀', 'https://example.com/hola', '\0', '\ud800', '\udfff\ud800'])(
    'finds no language where there are no words: %j',
    (text) => {
      expect(detector.detect(text)).toEqual({ language: 'und', confidence: 0, isReliable: false });
    },
  );

  it.each([
    'a',
    "'",
    '<',
    '<a',
    '&',
    'ab.',
    '@',
    'http://',
    ' ',
    '\0',
    '\ud800',
    '😀',
    '漢',
    'İ',
    'a\u0301',
    'x-',
    '_',
  ])('answers for 2 MB of %j as for its beginning', (part) => {
    const text = repeat(part);
    expect(detector.detect(text)).toEqual(detector.detect(text.slice(0, 2_000)));
  });
});

describe('Language detection: unexpected languages', () => {
  it.each(FOREIGN_LANGUAGES)('are found in texts that are not English: %s', (language) => {
    const found = readFixture(language).map((text) => detector.detectUnexpected(text, ['en']));
    expect(new Set(found)).toEqual(new Set([language]));
  });

  it.each(COMMON_LANGUAGES)(
    'are found in texts in lower case without accents, with noise around them: %s',
    (language) => {
      const found = readFixture(language)
        .map((text) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, ''))
        .map((text) => detector.detectUnexpected(`@john https://example.com/the-best-one ${text} 😀😀`, ['en']))
        .filter((found) => found !== undefined);
      expect(found.length).toBeGreaterThanOrEqual(0.95 * readFixture(language).length);
    },
  );

  it('are not found in English texts, noisy or full of names', () => {
    for (const text of readFixture('en')) {
      expect({ text, found: detector.detectUnexpected(text, ['en']) }).toEqual({ text, found: undefined });
    }
  });

  it('are not found in texts of fewer than 20 letters, whatever else is in them', () => {
    expect(detector.detectUnexpected('Я тебя очень люблю!', ['en'])).toBeUndefined();
    expect(
      detector.detectUnexpected('Я тебя очень люблю 😀😀😀😀😀😀 12345 @мария https://example.com/привет', ['en']),
    ).toBeUndefined();
    expect(detector.detectUnexpected('Я тебя очень сильно люблю!', ['en'])).toBe('ru');
  });

  it('are not found in a few words that are repeated', () => {
    expect(detector.detectUnexpected('Guten Morgen! Guten Morgen! Guten Morgen!', ['en'])).toBeUndefined();
    expect(detector.detectUnexpected('Guten Morgen! Wie haben Sie denn geschlafen?', ['en'])).toBe('de');
  });

  it.each([
    ['letters without a language', 'asdf jkl asdfgh qwert yuiop zxcvb nm asdfjkl qwertyuiop'],
    ['laughter', 'jajajaja jejejeje xdxdxd kkkkkk rsrsrsrs kkkkk huehuehue'],
    ['a language that the table does not have', 'Chakula kilikuwa kizuri sana lakini tulisubiri kwa muda mrefu mezani'],
  ])('are not found in %s', (_, text) => {
    expect(detector.detectUnexpected(text, ['en'])).toBeUndefined();
  });

  it('are not found in a text that is half English', () => {
    const text = 'Muchas gracias por todo, the delivery was quick and the price is right, hasta luego.';
    expect(detector.detectUnexpected(text, ['en'])).toBeUndefined();
  });

  it('are no language of the list, with or without a region', () => {
    const text = readFixture('es')[0] ?? '';
    expect(detector.detectUnexpected(text, ['en', 'es'])).toBeUndefined();
    expect(detector.detectUnexpected(text, ['en-US', 'ES_mx'])).toBeUndefined();
    expect(detector.detectUnexpected(text, ['en-US', 'de'])).toBe('es');
  });

  it('are not found when a language of the list is not in the table, or the list is empty', () => {
    const text = readFixture('es')[0] ?? '';
    expect(detector.detectUnexpected(text, ['en', 'sw'])).toBeUndefined();
    expect(detector.detectUnexpected(text, [])).toBeUndefined();
  });

  it('are found in a text that begins with 1,500 units of markup', () => {
    const markup = '<div class="headline"></div>'.repeat(50);
    expect(detector.detectUnexpected(markup + (readFixture('de')[0] ?? ''), ['en'])).toBe('de');
  });
});

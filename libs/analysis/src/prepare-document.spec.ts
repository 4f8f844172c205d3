import { describe, expect, it } from 'vitest';
import type { ModelDescription } from '#libs/prediction';
import { NO_FINDING } from './language-identification.js';
import { prepareDocument } from './prepare-document.js';

/** Of so many characters, 6 of 16 are divided into sentences: 300. */
const MODEL = { maxChars: 800, languages: ['en'] } as unknown as ModelDescription;
const MAX_UNITS = 300;

async function listSentences(text: string): Promise<string[]> {
  const { sentences } = await prepareDocument(
    { text, language: 'en' },
    {
      model: MODEL,
      languages: { identify: () => Promise.resolve(NO_FINDING) },
      parts: { sentences: true, words: false },
      maxSentences: 2_000,
      maxWords: 0,
      waitForTurn: () => undefined,
    },
  );
  return sentences.map(({ start, end }) => text.slice(start, end));
}

describe('The part of a document that is divided into sentences', () => {
  it('ends at white space', async () => {
    const sentences = await listSentences('government '.repeat(100));
    expect(sentences.join(' ')).toBe('government '.repeat(27).trimEnd());
  });

  it.each([0, 1])('does not end inside a character, %i units from an even place', async (shift) => {
    const [sentence = ''] = await listSentences('a'.repeat(shift) + '\u{1f600}'.repeat(400));
    expect(sentence.isWellFormed()).toBe(true);
    expect(sentence.length).toBeGreaterThan(MAX_UNITS - 5);
  });

  it('is all of a short document', async () => {
    const text = 'a'.repeat(MAX_UNITS);
    expect(await listSentences(text)).toEqual([text]);
  });
});

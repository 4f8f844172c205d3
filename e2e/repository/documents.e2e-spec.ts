import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtures } from '#libs/testing';

const LABELS = ['positive', 'negative', 'neutral', 'mixed'] as const;
type Label = (typeof LABELS)[number];
type Direction = 'positive' | 'negative';

const DIRECTIONS: Readonly<Record<Label, readonly Direction[]>> = {
  positive: ['positive'],
  negative: ['negative'],
  neutral: [],
  mixed: ['negative', 'positive'],
};
const KINDS = ['product-review', 'support', 'chat', 'news', 'culture-review', 'survey-comment'];

interface Sentence {
  readonly text: string;
  readonly label: Label;
}

interface LabelledDocument {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly label: Label;
  readonly sentences: readonly Sentence[];
  /** Indexes of sentences. */
  readonly evidence: Readonly<Partial<Record<Direction, readonly number[]>>>;
  readonly words?: readonly string[];
}

const WORD = /[\p{L}\p{N}]+(?:['’]\p{L}+)*/gu;
const MOST_WORDS_IN_COMMON = 0.6;
/** Shorter sentences have function words in common by chance. */
const FEWEST_COMPARED_WORDS = 7;

const documents = JSON.parse(readFileSync(join(fixtures, 'documents/documents.json'), 'utf8')) as LabelledDocument[];

function readWords(text: string): string[] {
  return text.match(WORD) ?? [];
}

/** Parts of the text that are neither white space nor in a sentence; null when a sentence is not at its place. */
function findUncovered(text: string, sentences: readonly string[]): string[] | null {
  const gaps: string[] = [];
  let end = 0;
  for (const sentence of sentences) {
    const start = text.indexOf(sentence, end);
    if (sentence.trim() !== sentence || sentence === '' || start < 0) return null;
    gaps.push(text.slice(end, start));
    end = start + sentence.length;
  }
  return [...gaps, text.slice(end)].map((gap) => gap.trim()).filter((gap) => gap !== '');
}

/** Pairs of sentences whose common words are too large a share of the smaller one's different words. */
function findAlike(sentences: readonly string[]): [string, string][] {
  const compared = sentences
    .map((text) => ({ text, words: new Set(readWords(text.toLowerCase())) }))
    .filter(({ words }) => words.size >= FEWEST_COMPARED_WORDS);
  return compared.flatMap((one, index) =>
    compared
      .slice(index + 1)
      .filter(({ words }) => {
        const common = [...words].filter((word) => one.words.has(word)).length;
        return common > MOST_WORDS_IN_COMMON * Math.min(words.size, one.words.size);
      })
      .map((other): [string, string] => [one.text, other.text]),
  );
}

function listIds(found: readonly LabelledDocument[]): string[] {
  return found.map(({ id }) => id);
}

describe('documents: the sentences', () => {
  it('cover the text in order, but for white space', () => {
    const broken = documents.filter(({ text, sentences }) => {
      const uncovered = findUncovered(
        text,
        sentences.map((sentence) => sentence.text),
      );
      return uncovered?.length !== 0;
    });
    expect(listIds(broken)).toEqual([]);
  });

  it.each([
    ['a gap', ['One.', 'Three.'], ['Two.']],
    ['a missing end', ['One.', 'Two.'], ['Three.']],
    ['another order', ['Two.', 'One.', 'Three.'], null],
    ['a sentence of another text', ['One.', 'Four.'], null],
  ])('are compared with the text: %s', (_, sentences, uncovered) => {
    expect(findUncovered('One. Two.\n\nThree.', sentences)).toEqual(uncovered);
  });

  it('have one of the four labels', () => {
    const labels = documents.flatMap(({ label, sentences }) => [label, ...sentences.map((each) => each.label)]);
    expect(labels.filter((label) => !LABELS.includes(label))).toEqual([]);
  });

  it('are not alike', () => {
    expect(findAlike(documents.flatMap(({ sentences }) => sentences.map(({ text }) => text)))).toEqual([]);
  });

  it('are alike when they have more than 60 % of the words of the shorter one in common', () => {
    const [first, alike, other] = ['a b c d e f g h i j', 'A B C D E F G x y z', 'a b c d e f u v w t'];
    expect(findAlike([first, alike])).toEqual([[first, alike]]);
    expect(findAlike([first, other])).toEqual([]);
  });
});

describe('documents: the evidence', () => {
  it('is given for each direction of the label, and for no other', () => {
    const broken = documents.filter(
      ({ label, evidence }) => Object.keys(evidence).sort().join() !== DIRECTIONS[label].join(),
    );
    expect(listIds(broken)).toEqual([]);
  });

  it('is one or two sentences that are labelled with its direction or mixed', () => {
    const broken = documents.filter(({ sentences, evidence }) =>
      Object.entries(evidence).some(
        ([direction, indexes]) =>
          indexes.length < 1 ||
          indexes.length > 2 ||
          new Set(indexes).size < indexes.length ||
          indexes.some((index) => ![direction, 'mixed'].includes(sentences[index]?.label ?? '')),
      ),
    );
    expect(listIds(broken)).toEqual([]);
  });
});

describe('documents: the words', () => {
  const withWords = documents.filter(({ words }) => words !== undefined);

  it('are given for at least forty positive and negative documents', () => {
    expect(withWords.length).toBeGreaterThanOrEqual(40);
    expect(listIds(withWords.filter(({ label }) => label === 'neutral' || label === 'mixed'))).toEqual([]);
  });

  it('are one to three, and each is found once in the text', () => {
    const broken = withWords.filter(({ text, words = [] }) => {
      const all = readWords(text);
      return (
        words.length < 1 || words.length > 3 || words.some((word) => all.filter((each) => each === word).length !== 1)
      );
    });
    expect(listIds(broken)).toEqual([]);
  });
});

describe('documents: the set', () => {
  it('has no id twice', () => {
    expect(new Set(listIds(documents)).size).toBe(documents.length);
  });

  it('has no other kinds', () => {
    expect([...new Set(documents.map(({ kind }) => kind))].sort()).toEqual([...KINDS].sort());
  });

  it.each(KINDS)('has at least 20 documents of the kind %s, and five of each label', (kind) => {
    const labels = documents.filter((document) => document.kind === kind).map(({ label }) => label);
    expect(labels.length).toBeGreaterThanOrEqual(20);
    for (const label of LABELS) {
      expect(labels.filter((each) => each === label).length, label).toBeGreaterThanOrEqual(5);
    }
  });

  it.each(LABELS)('has at least 25 documents with the label %s', (label) => {
    expect(documents.filter((document) => document.label === label).length).toBeGreaterThanOrEqual(25);
  });
});

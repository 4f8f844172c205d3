import { describe, expect, it } from 'vitest';
import type { ScoredRow } from '../scored/scored-row.js';
import { ReportAggregate } from './report-aggregate.js';

const OPTIONS = {
  groupBy: 'product',
  dateColumn: 'date',
  dateOrder: 'ymd' as const,
  detectLanguage: (text: string) => (text === '?' ? undefined : 'en'),
};

function toRow(number: number, sentiment: string, positive: number, more: Partial<ScoredRow> = {}): ScoredRow {
  const scores = new Map([
    ['negative', 1 - positive],
    ['positive', positive],
  ]);
  const answer = { sentiment, score: Math.max(positive, 1 - positive), scores, truncated: number === 2 };
  const row = { number, sentence: undefined, text: `text ${number}`, error: undefined, group: 'a', date: '2025-01-01' };
  return { ...row, answer, ...more };
}

function summarize(rows: readonly ScoredRow[]) {
  const aggregate = new ReportAggregate(OPTIONS);
  for (const row of rows) aggregate.add(row);
  return aggregate.summarize();
}

describe('A report', () => {
  const rows = [
    toRow(1, 'positive', 0.9),
    toRow(2, 'negative', 0.1, { group: 'b', text: '?' }),
    toRow(3, 'uncertain', 0.55, { date: 'soon' }),
    toRow(4, '', 0, { answer: undefined, error: 'The text is empty.' }),
    toRow(5, 'positive', 1),
  ];

  it('counts sentiments, errors, truncated texts, scores and languages', () => {
    const data = summarize(rows);
    expect(data).toMatchObject({ rows: 5, texts: 4, errorRows: 1, truncatedTexts: 1, hasSentences: false });
    expect(data.sentiments).toEqual(['negative', 'uncertain', 'positive']);
    expect(data.sentiments.map((name) => data.counts.get(name))).toEqual([1, 1, 2]);
    expect(data.meanScore).toBeCloseTo((0.9 + 0.9 + 0.55 + 1) / 4);
    expect(data.languages).toEqual([
      ['en', 3],
      ['', 1],
    ]);
    expect(data.errors).toEqual([{ reason: 'The text is empty.', rows: 1, firstRow: 4 }]);
  });

  it('has a score of 1 in the last bin, and begins with the first bin that is not empty', () => {
    const { from, width, counts } = summarize(rows).histogram;
    expect([from, width]).toEqual([0.55, 0.025]);
    expect(counts.get('positive')?.at(-1)).toBe(1);
    expect(counts.get('uncertain')?.[0]).toBe(1);
    expect([...counts.values()].flat().reduce((sum, count) => sum + count)).toBe(4);
  });

  it('groups rows with an answer, and tells which dates cannot be read', () => {
    const { groups, time } = summarize(rows);
    expect(groups?.shown.map(({ name, counts }) => [name, counts.total])).toEqual([
      ['a', 3],
      ['b', 1],
    ]);
    expect(time?.buckets.map(({ counts }) => counts.total)).toEqual([3]);
    expect([...(time?.faults ?? [])]).toEqual([['unreadable', { rows: 1, first: { cell: 'soon', number: 3 } }]]);
  });

  it('shows the texts with the highest scores of each label that is their likeliest, and the least certain ones', () => {
    const lists = summarize(rows).examples.map(({ label, texts }) => [label, texts.map(({ row }) => row.number)]);
    expect(lists).toEqual([
      ['positive', [5, 1, 3]],
      ['negative', [2]],
      [undefined, [3, 1, 2, 5]],
    ]);
  });

  it('counts the rows of sentences once', () => {
    const sentences = [1, 2].map((sentence) => toRow(1, 'positive', 0.9, { sentence }));
    expect(summarize([...sentences, toRow(2, 'negative', 0.2, { sentence: 1 })])).toMatchObject({
      rows: 2,
      texts: 3,
      hasSentences: true,
    });
  });

  it('counts a row whose sentences were refused as one row with an error', () => {
    const refused = { answer: undefined, error: 'refused' };
    const sentences = [1, 2, 3].map((sentence) => toRow(1, '', 0, { sentence, ...refused }));
    expect(summarize(sentences)).toMatchObject({ rows: 1, errorRows: 1 });
  });

  it('is the same for the same rows', () => {
    expect(summarize(rows)).toEqual(summarize(rows));
  });

  it('has no more than 20 labels of a file of another origin, and loses no row', () => {
    const strange = Array.from({ length: 100 }, (_, index) => {
      const name = `label ${index}`;
      const answer = { sentiment: name, score: 0.5, scores: new Map([[name, 0.5]]), truncated: false };
      return toRow(index + 1, name, 0, { answer });
    });
    const data = summarize(strange);
    expect(data.sentiments).toHaveLength(21);
    expect(data.sentiments.reduce((sum, name) => sum + data.counts.get(name), 0)).toBe(100);
  });

  it('keeps neutral after any number of other labels, and has the others last', () => {
    const labels = [...Array.from({ length: 27 }, (_, index) => `emotion ${index}`), 'neutral'];
    const answered = labels.map((sentiment, index) => {
      const scores = new Map(labels.map((label) => [label, label === sentiment ? 0.9 : 0]));
      return toRow(index + 1, sentiment, 0, { answer: { sentiment, score: 0.9, scores, truncated: false } });
    });
    const { sentiments, counts } = summarize(answered);
    expect(sentiments.slice(19)).toEqual(['emotion 19', 'neutral', 'other labels']);
    expect(['neutral', 'other labels'].map((name) => counts.get(name))).toEqual([1, 7]);
  });

  it('of no rows has nothing to show', () => {
    expect(summarize([])).toMatchObject({ rows: 0, texts: 0, meanScore: 0, sentiments: [] });
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { ReportOptions } from '../../classify/report-options.js';
import { ReportAggregate } from '../aggregate/report-aggregate.js';
import type { LanguageDetection } from '../language-detection.js';
import { Plotter } from '../plots/plotter.js';
import type { ScoredAnswer, ScoredRow } from '../scored/scored-row.js';
import { renderPage } from './render-page.js';

const HOSTILE = [
  '</svg><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '\u202egnp.exe',
  'a\u0000b\ud800',
  'x'.repeat(100_000),
  '__proto__',
  '',
  '=cmd|calc!A1',
  '&lt;b&gt;',
];
const OPTIONS: ReportOptions = {
  groupBy: '</svg><script>alert(1)</script>',
  dateColumn: '"><img src=x onerror=alert(1)>',
  dateOrder: 'ymd',
};
const NO_COLUMNS: ReportOptions = { groupBy: undefined, dateColumn: undefined, dateOrder: 'ymd' };
const HEADER = {
  fileName: '<script>alert(2)</script>.csv',
  createdAt: new Date('2026-01-02T03:04:05Z'),
  facts: [['Model', '<b>1']] as const,
};

function* makeRows(count: number): Generator<ScoredRow> {
  for (let number = 1; number <= count; number++) {
    const text = HOSTILE[number % HOSTILE.length] ?? '';
    const sentiment = number % 3 === 0 ? text : 'positive';
    const scores = new Map([
      ['positive', 0.5],
      [text, 0.5],
    ]);
    yield {
      number,
      sentence: undefined,
      text,
      answer: number % 7 === 0 ? undefined : { sentiment, score: 0.5, scores, truncated: false },
      error: number % 7 === 0 ? text : undefined,
      group: number % 2 === 0 ? `${number} ${text}` : text,
      date: number % 2 === 0 ? text : '2025-05-06',
    };
  }
}

function toAnswer(sentiment: string): ScoredAnswer {
  const scores = new Map([
    ['negative', 0.5],
    ['positive', 0.5],
  ]);
  return { sentiment, score: 0.5, scores, truncated: false };
}

describe('The page of a report', () => {
  let plotter: Plotter;

  beforeAll(async () => {
    plotter = await Plotter.load();
  });

  function render(count: number, options = OPTIONS): string {
    return renderRows(makeRows(count), options);
  }

  function renderRows(
    rows: Iterable<ScoredRow>,
    options: ReportOptions,
    detectLanguage: LanguageDetection = () => 'en',
  ): string {
    const aggregate = new ReportAggregate({ ...options, detectLanguage });
    for (const row of rows) aggregate.add(row);
    return renderPage(HEADER, aggregate.summarize(), options, plotter);
  }

  it('has no tag and no character of a hostile text', () => {
    const page = render(25_000);
    expect(page).not.toMatch(/<script|<img|onerror=alert\(1\)>|<b>/);
    expect(page.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e]/u);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page.length).toBeLessThan(300_000);
    expect(page).toMatch(/more groups, and [\d,]+ texts of groups that first occur after 10,000 others/);
  });

  it('allows nothing to be loaded or run', () => {
    expect(render(1)).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;">`,
    );
    const names = render(30).replaceAll(/="[^"]*"/g, '=');
    expect(names.match(/<[^>]*>/g)?.join('')).not.toMatch(/\b(src|href|action|on\w+)=/);
  });

  it('is the same for the same rows and the same time', () => {
    expect(render(500)).toBe(render(500));
    expect(render(1)).toContain('<time datetime="2026-01-02T03:04:05.000Z">2026-01-02 03:04 UTC</time>');
  });

  it('has headings in order, each id once, and a name for each plot', () => {
    const page = render(1_000);
    expect(page.match(/<h\d/g)?.join('')).toMatch(/^<h1(<h2)+$/);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(page.match(/<svg/g)).toHaveLength(12);
    expect(page.match(/<div role="img" aria-label="[^"]{10,}"><svg/g)).toHaveLength(12);
    expect(page.match(/<details>/g)).toHaveLength(5);
  });

  it('has neither groups nor time without their columns', () => {
    expect(render(20, NO_COLUMNS)).not.toMatch(/Sentiment by group|Sentiment over time/);
  });

  it('orders groups by their net sentiment only when there is one', () => {
    const page = render(25_000);
    expect(page).toContain('with the most texts, of the first 10,000.');
    expect(page).not.toMatch(/most positive to the most negative|Net sentiment|Net is/);
    const rows = Array.from(makeRows(6), (row) => ({ ...row, answer: toAnswer('negative') }));
    expect(renderRows(rows, OPTIONS)).toMatch(/, from the most positive to the most negative\. Net is/);
  });

  it.each([
    ['ymd', 'YYYY/MM/DD; a time may follow'],
    ['dmy', 'YYYY/MM/DD, and DD/MM/YYYY also with - or .; a time may follow'],
    ['mdy', 'YYYY/MM/DD, and MM/DD/YYYY also with - or .; a time may follow'],
  ] as const)('names the dates that are taken in the order %s', (dateOrder, taken) => {
    expect(render(30, { ...OPTIONS, dateOrder })).toContain(`(taken: YYYY-MM-DD and ${taken})`);
  });

  it('counts one in the singular', () => {
    const [row] = makeRows(1);
    const sentence = { ...row, number: 1, sentence: 1, answer: toAnswer('positive') } as ScoredRow;
    const options = { ...OPTIONS, groupBy: 'product', dateColumn: 'date' };
    const page = renderRows([{ ...sentence, text: '', group: 'a', date: '2025-05-06' }], options);
    expect(page).toContain('<dd>1 row, 1 sentence</dd>');
    expect(page).toContain('Shares are of the 1 sentence with an answer');
    const visible = page.replaceAll(/<style>[^]*<\/style>|<svg[^]*?<\/svg>|<[^>]*>/g, ' ');
    expect(visible.replace('The language of short texts and of names is often not sure.', '')).not.toMatch(
      /\btexts?\b/i,
    );
    const languages = ['en', 'de', 'fr', 'it', 'es', 'pt'];
    const rows = languages.map((text, index) => ({ ...sentence, number: index + 1, text }));
    expect(renderRows(rows, NO_COLUMNS, (text) => text)).toContain('1 other ');
  });

  it('leaves dates that lie far away out of the plot of time, and says how many there are', () => {
    const dates = Array.from({ length: 600 }, (_, index) => `2024-0${1 + (index % 2)}-${10 + (index % 18)}`);
    const rows = ['1900-01-01', '1970-01-01', '2099-12-31', ...dates].map((date, index) => ({
      ...{ number: index + 1, sentence: undefined, text: 'text', error: undefined, group: 'a', date },
      answer: toAnswer('positive'),
    }));
    const page = renderRows(rows, { groupBy: undefined, dateColumn: 'date', dateOrder: 'ymd' });
    expect(page).toContain('Shares of the sentiments by day from 2024-01-10 to 2024-02-27');
    expect(page).toContain(
      'Outside of the plot: 2 texts have dates from 1900-01-01 to 1970-01-01, long before the others.',
    );
    expect(page).toContain('Outside of the plot: 1 text has the date 2099-12-31, long after the others.');
    const names = [...page.matchAll(/<th scope="row"><bdi>(\d{4}-[^<]*)/g)].map(([, name]) => name);
    expect(names[0]).toBe('1900-01-01 to 1970-01-01, not in the plot');
    expect(names.at(-1)).toBe('2099-12-31, not in the plot');
  });

  it('tells groups of the file from its own rows of the same name', () => {
    const names = ['(no value)', 'Other groups', ''];
    const rows = Array.from({ length: 40 }, (_, index) => ({
      ...{ number: index + 1, sentence: undefined, text: 'text', error: undefined, date: undefined },
      group: names[index % 4] ?? `group ${index}`,
      answer: toAnswer('positive'),
    }));
    const page = renderRows([...rows, ...makeRows(30)], OPTIONS);
    for (const name of ['<bdi>“(no value)”</bdi>', '<bdi>“Other groups”</bdi>'])
      expect(page).toContain(`<th scope="row">${name}`);
    for (const name of ['<em>(no value)</em>', '<em>Other groups</em>'])
      expect(page).toContain(`<th scope="row">${name}`);
  });

  it('says of what its shares are', () => {
    expect(render(20)).toContain('of the 18 texts with an answer; that of errors is of the 20 rows.');
  });

  it('says that there is nothing to show', () => {
    expect(render(0)).toContain('No row has an answer.');
  });
});

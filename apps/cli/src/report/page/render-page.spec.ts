import { beforeAll, describe, expect, it } from 'vitest';
import { ReportAggregate } from '../aggregate/report-aggregate.js';
import { Plotter } from '../plots/plotter.js';
import type { ScoredRow } from '../scored/scored-row.js';
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
const OPTIONS = { groupBy: '</svg><script>alert(1)</script>', dateColumn: '"><img src=x onerror=alert(1)>' };
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

describe('The page of a report', () => {
  let plotter: Plotter;

  beforeAll(async () => {
    plotter = await Plotter.load();
  });

  function render(count: number, columns: Partial<typeof OPTIONS> = OPTIONS): string {
    const all = { groupBy: columns.groupBy, dateColumn: columns.dateColumn };
    const aggregate = new ReportAggregate({ ...all, detectLanguage: () => 'en' });
    for (const row of makeRows(count)) aggregate.add(row);
    return renderPage(HEADER, aggregate.summarize(), all, plotter);
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
      `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:">`,
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
    expect(render(20, {})).not.toMatch(/Sentiment by group|Sentiment over time/);
  });

  it('says that there is nothing to show', () => {
    expect(render(0)).toContain('No row has an answer.');
  });
});

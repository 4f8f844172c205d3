import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository } from '#libs/testing';
import { isBrowserMissing, launchBrowser } from '../browser.js';
import { findViolations } from '../playground/violations.js';
import { runClassify } from './run-classify.js';
import { makeScoredRows, writeScoredFile, type ScoredRow } from './scored-file.js';
import { isLarger } from './sentiment-process.js';

const ROWS = 20_000;
/** Some seconds of work. */
const LONG_ROWS = 5_000;
const MAX_REPORT_BYTES = 2_000_000;
const NO_BREAK_SPACE = '\u00a0';

const folder = mkdtempSync(join(tmpdir(), 'report-'));
const [scored, report] = [join(folder, 'scored.csv'), join(folder, 'report.html')];
const rows = makeScoredRows(ROWS);
const answered = rows.filter(({ sentiment }) => sentiment !== '');

function runReport(...args: string[]): { code: number | null; stderr: string } {
  const sentiment = join(repository, 'apps/cli/sentiment.js');
  const { status, stderr } = spawnSync(process.execPath, [sentiment, 'report', ...args], { encoding: 'utf8' });
  return { code: status, stderr };
}

beforeAll(() => {
  writeScoredFile(scored, rows);
  const columns = ['--column', 'review', '--group-by', 'product', '--date-column', 'date'];
  const { code, stderr } = runReport(scored, '--output', report, ...columns, '--model', 'minilm-l6-sentiment 1.2.0');
  expect(code, stderr).toBe(0);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const formatCount = (count: number) => count.toLocaleString('en');
const formatShare = (share: number) => `${(100 * share).toFixed(1)}${NO_BREAK_SPACE}%`;

function formatNet(net: number): string {
  const text = Math.abs(100 * net).toFixed(1);
  return text === '0.0' ? text : `${net > 0 ? '+' : '−'}${text}`;
}

function countSentiment(some: readonly ScoredRow[], sentiment: string): number {
  return some.filter((row) => row.sentiment.toLowerCase() === sentiment).length;
}

/** Number, sentiments with their shares, and net sentiment of some rows, as a row of a table has them. */
function toCells(some: readonly ScoredRow[]): string[] {
  const counts = ['negative', 'neutral', 'uncertain', 'positive'].map((name) => countSentiment(some, name));
  const [negative = 0, , , positive = 0] = counts;
  return [
    formatCount(some.length),
    ...counts.flatMap((count) => [formatCount(count), formatShare(count / some.length)]),
    formatNet((positive - negative) / some.length),
  ];
}

/** @returns the rows of each key, from the key with the most rows on */
function groupBy<T>(some: readonly T[], findKey: (each: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const each of some) groups.set(findKey(each), [...(groups.get(findKey(each)) ?? []), each]);
  return [...groups].sort(([, one], [, other]) => other.length - one.length);
}

/** The Monday on or before the day of a row; undefined for a date that is not read. */
function findMonday({ date }: ScoredRow): string | undefined {
  const day = /^\d{4}[-/]\d{2}[-/]\d{2}/.exec(date)?.[0].replaceAll('/', '-');
  if (day === undefined) return undefined;
  const time = new Date(`${day}T00:00:00Z`);
  time.setUTCDate(time.getUTCDate() - ((time.getUTCDay() + 6) % 7));
  return time.toISOString().slice(0, 10);
}

/** The cells of the table with a caption, without its head. */
async function readTable(page: Page, caption: string): Promise<string[][]> {
  const table = page.locator('table', { has: page.locator('caption', { hasText: new RegExp(`^${caption}$`) }) });
  const lines = await table.locator('tbody tr').all();
  return await Promise.all(lines.map((line) => line.locator('th, td').allTextContents()));
}

describe.skipIf(isBrowserMissing())('A report of 20,000 rows', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  async function open(options: BrowserContextOptions = {}): Promise<{ page: Page; faults: string[] }> {
    const page = await browser.newPage({ javaScriptEnabled: false, ...options });
    const faults: string[] = [];
    const address = pathToFileURL(report).href;
    page.on('request', (request) => {
      if (request.url() !== address) faults.push(request.url());
    });
    page.on('console', (message) => faults.push(message.text()));
    await page.goto(address);
    return { page, faults };
  }

  it.each([
    ['light', { colorScheme: 'light', viewport: { width: 1_280, height: 900 } }],
    ['dark', { colorScheme: 'dark', viewport: { width: 1_280, height: 900 } }],
    ['light on a phone', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
    ['dark on a phone', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
  ] as const)('breaks no rule of axe, fits into the window and loads nothing: %s', async (_, options) => {
    // The rules of axe are a script, which waits by timers.
    const { page, faults } = await open({ ...options, javaScriptEnabled: true });
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect(await findViolations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    const widest = await page.evaluate<number>(
      "Math.max(...[...document.querySelectorAll('svg text')].map((text) => text.getBoundingClientRect().right))",
    );
    expect(widest).toBeLessThanOrEqual(options.viewport.width);
    expect(await page.locator('.plot svg:visible').count()).toBe(6);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('is small, and has no script', () => {
    expect(statSync(report).size).toBeLessThan(MAX_REPORT_BYTES);
    expect(readFileSync(report, 'utf8')).not.toMatch(/<script/i);
  });

  it('has the figures of its rows', async () => {
    const { page } = await open();
    const sentiments = ['positive', 'neutral', 'negative', 'uncertain'].map((name) => {
      const count = countSentiment(answered, name);
      return [name.charAt(0).toUpperCase() + name.slice(1), formatCount(count), formatShare(count / answered.length)];
    });
    expect(await readTable(page, 'Texts by sentiment')).toEqual(sentiments);
    const mean = answered.reduce((sum, { score }) => sum + score, 0) / answered.length;
    expect(await page.locator('.figures dd strong').allInnerTexts()).toEqual([
      ...sentiments.map(([, , share]) => share),
      formatNet((countSentiment(answered, 'positive') - countSentiment(answered, 'negative')) / answered.length),
      mean.toFixed(3),
      formatCount(rows.length - answered.length),
      formatCount(answered.filter(({ truncated }) => truncated).length),
      '2',
    ]);
    expect(await readTable(page, 'Rows with an error')).toEqual([['The text is empty.', formatCount(ROWS / 50), '8']]);
    await page.close();
  });

  it('has the groups of its rows, from the most positive one on', async () => {
    const { page } = await open();
    const groups = groupBy(answered, ({ product }) => product);
    const [shown, others] = [groups.slice(0, 20), groups.slice(20)];
    const table = await readTable(page, 'Texts by product');
    expect(new Map(table.slice(0, -1).map(([name = '', ...cells]) => [name, cells]))).toEqual(
      new Map(shown.map(([name, some]) => [name || '(no value)', toCells(some)])),
    );
    expect(table.at(-1)).toEqual(['Other groups', ...toCells(others.flatMap(([, some]) => some))]);
    const nets = table.slice(0, -1).map((cells) => Number(cells.at(-1)?.replace('−', '-')));
    expect(nets).toEqual([...nets].sort((one, other) => other - one));
    await page.close();
  });

  it('has the weeks of its rows, and says which dates are not read', async () => {
    const { page } = await open();
    const weeks = groupBy(answered.filter(findMonday), (row) => findMonday(row) ?? '');
    const expected = weeks.map(([monday, some]) => [monday, ...toCells(some)]);
    expect(await readTable(page, 'Texts by week of date')).toEqual(
      expected.sort(([one = ''], [other = '']) => (one < other ? -1 : 1)),
    );
    const count = (date: string) => formatCount(answered.filter((row) => row.date === date).length);
    const notes = (await page.locator('[aria-labelledby=time] .note').allInnerTexts()).join('\n');
    expect(notes).toContain(`${count('03/04/2025')} texts have a date whose day and month cannot be told apart`);
    expect(notes).toContain(`${count('soon')} texts have a date that cannot be read`);
    expect(notes).toContain(`${count('')} texts have no date`);
    await page.close();
  });

  it('has the scores of its rows', async () => {
    const { page } = await open();
    const expected = Array.from({ length: 24 }, (_, bin) => {
      const some = answered.filter(({ score }) => Math.floor(score * 40) === bin + 16);
      const counts = ['positive', 'neutral', 'negative', 'uncertain'].map((name) => countSentiment(some, name));
      return [((bin + 16) / 40).toFixed(3), ...counts.map(formatCount)];
    });
    expect(await readTable(page, 'Texts by score')).toEqual(expected);
    await page.close();
  });

  it('shows the texts with the extreme scores', async () => {
    const { page } = await open();
    const lowest = Math.min(...answered.map(({ score }) => score));
    const highest = Math.max(...answered.filter(({ sentiment }) => sentiment === 'POSITIVE').map(({ score }) => score));
    const [[, , least] = []] = await readTable(page, 'Least certain texts');
    const [[, most] = []] = await readTable(page, 'Most positive texts');
    expect([least, most]).toEqual([lowest.toFixed(3), highest.toFixed(3)]);
    await page.close();
  });
});

describe('sentiment classify --report', () => {
  const input = join(folder, 'reviews.csv');
  const [output, page] = [join(folder, 'reviews-scored.csv'), join(folder, 'reviews.html')];
  const args = [input, '--output', output, '--report', page, '--group-by', 'product'];

  beforeAll(() => {
    const lines = ['good', 'bad', '', 'The parcel came on Tuesday.'].map((text, row) => `${text};${row % 2}`);
    writeFileSync(input, `text;product\n${lines.join('\n')}\n`);
  });

  it('writes the report about its own output, and names model and file', async () => {
    const { code, stderr } = await runClassify([...args, '--force', '--neutral', '--min-score', '0.4']);
    expect(code, stderr).toBe(0);
    const html = readFileSync(page, 'utf8');
    for (const fact of ['reviews.csv', '4 rows', 'reviews-scored.csv', 'Minimum score']) expect(html).toContain(fact);
    expect(html).toMatch(/<dt>Model<\/dt><dd><bdi>minilm-l6-sentiment \d+\.\d+\.\d+<\/bdi><\/dd>/);
    expect(html).toContain('The text is empty.');
    expect(existsSync(`${output}.checkpoint.json`)).toBe(false);
  });

  it('replaces neither a report nor the input or output, and classifies nothing before it says so', async () => {
    const html = readFileSync(page, 'utf8');
    const other = join(folder, 'other.csv');
    const again = await runClassify([input, '--output', other, '--report', page]);
    expect([again.code, again.stderr]).toEqual([
      2,
      `cannot classify: the report ${page} exists: replace it with --force\n`,
    ]);
    for (const path of [input, other]) {
      const { code, stderr } = await runClassify([input, '--output', other, '--report', path, '--force']);
      expect([code, stderr]).toEqual([2, expect.stringContaining('name another file')]);
    }
    expect([existsSync(other), readFileSync(page, 'utf8')]).toEqual([false, html]);
  });

  it('refuses a column that the input lacks before it classifies', async () => {
    const other = join(folder, 'column.csv');
    const { code, stderr } = await runClassify([
      input,
      '--output',
      other,
      '--report',
      `${other}.html`,
      '--group-by',
      'brand',
    ]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('has no column "brand"')]);
    expect(existsSync(other)).toBe(false);
  });

  it('writes the report about the whole file after an interruption', async () => {
    // A folder that no former attempt has used: CI repeats a test that failed.
    const attempt = mkdtempSync(join(folder, 'long-'));
    const [long, scoredLong] = [join(attempt, 'long.csv'), join(attempt, 'long-scored.csv')];
    const texts = Array.from({ length: LONG_ROWS }, (_, row) => `The ${row}th parcel came on Tuesday and was fine.`);
    writeFileSync(long, `text\n${texts.join('\n')}\n`);
    const run = [long, '--output', scoredLong, '--report', `${scoredLong}.html`];
    const isDue = () => isLarger(scoredLong, statSync(long).size / 10);
    const stopped = await runClassify(run, { kill: { signal: 'SIGINT', isDue } });
    expect([stopped.code, existsSync(`${scoredLong}.html`)]).toEqual([130, false]);
    // As after a kill between the report and the end of the run.
    writeFileSync(`${scoredLong}.html`, 'a report of the run');
    const resumed = await runClassify([...run, '--resume']);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stderr).not.toMatch(new RegExp(`^rows +${LONG_ROWS}$`, 'm'));
    expect(readFileSync(`${scoredLong}.html`, 'utf8')).toContain(`<dd>${formatCount(LONG_ROWS)} rows</dd>`);
  });
});

describe('sentiment report: an output in NDJSON', () => {
  const input = join(folder, 'reviews.ndjson');
  const [output, page] = [join(folder, 'reviews-scored.ndjson'), join(folder, 'reviews-ndjson.html')];
  const lines = ['1234567890123456789', '1234567890123456790'].map(
    (user) => `{ "user": ${user}, "score": 4.50, "big": 1e400, "text": "It rained. We danced!" }`,
  );

  beforeAll(() => {
    writeFileSync(input, `${lines.join('\n')}\n`);
  });

  it('refuses fields of the names of new ones before it removes an output', async () => {
    writeFileSync(output, 'kept');
    const { code, stderr } = await runClassify([input, '--output', output, '--force']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('has a field score already')]);
    expect(stderr).toContain('--prefix');
    const lacking = await runClassify([input, '--output', output, '--force', '--prefix', 'm_', '--column', 'nope']);
    expect([lacking.code, lacking.stderr]).toEqual([2, expect.stringContaining('has no field "nope"')]);
    expect(readFileSync(output, 'utf8')).toBe('kept');
  });

  it('keeps each object byte for byte, and groups by long numbers', async () => {
    const { code, stderr } = await runClassify([input, '--output', output, '--force', '--prefix', 'm_', '--sentences']);
    expect(code, stderr).toBe(0);
    const written = readFileSync(output, 'utf8').trimEnd().split('\n');
    expect(written.map((line) => line.replace(/,"m_row":.*(?= \})/, ''))).toEqual(
      lines.flatMap((line) => [line, line]),
    );
    const args = [output, '--output', page, '--force', '--prefix', 'm_', '--group-by', 'user'];
    const report = runReport(...args, '--sentences');
    expect(report.code, report.stderr).toBe(0);
    const html = readFileSync(page, 'utf8');
    for (const user of ['1234567890123456789', '1234567890123456790']) expect(html).toContain(user);
    expect(runReport(...args)).toEqual({ code: 2, stderr: expect.stringContaining('--sentences') as string });
  });

  it('refuses a repeated run over its own output', async () => {
    const { code, stderr } = await runClassify([output, '--prefix', 'm_']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('has a field m_sentiment already')]);
  });

  it('refuses fields that no line has, from the standard input too', async () => {
    const stdin = '{"id":1}\n{"id":2}\n';
    const { code, stdout, stderr } = await runClassify(['-', '--format', 'ndjson'], { stdin });
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      expect.stringContaining('has no field "text" in its first 2 lines'),
    ]);
    const args = [output, '--output', page, '--force', '--prefix', 'm_', '--sentences'];
    const report = runReport(...args, '--group-by', 'prodct');
    expect(report).toEqual({ code: 2, stderr: expect.stringContaining('(see --group-by)') as string });
  });

  it('refuses a shard', async () => {
    const shard = join(folder, 'shard-0.ndjson');
    const { code, stderr } = await runClassify([input, '--output', shard, '--prefix', 'm_', '--shard', '0/2']);
    expect(code, stderr).toBe(0);
    const report = runReport(shard, '--output', page, '--force', '--prefix', 'm_');
    expect(report).toEqual({ code: 2, stderr: expect.stringContaining('is the shard 0/2') as string });
  });
});

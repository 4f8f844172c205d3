import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, startApi } from '#libs/testing';
import { isBrowserMissing, launchBrowser } from '../browser.js';
import { dropFile } from './page-actions.js';
import { findViolations } from './violations.js';
import { openWatchedPage, type WatchedPage } from './watched-page.js';

const REVIEWS = [
  'id;review;note',
  '1;"The food was wonderful; really ""great""";=1+1',
  '2;The waiter was rude and the soup was cold.;-5',
  '3;;nothing',
  '4;"Two',
  'lines, both lovely.";',
  '',
].join('\r\n');

describe.skipIf(isBrowserMissing())('Playground: a CSV file', () => {
  let api: Api;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    api = await startApi();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await api.stop();
  });
  beforeEach(async () => {
    watched = await openWatchedPage(browser, api.url);
    page = watched.page;
    await page.goto(api.url);
  });

  const choose = (content: string) =>
    page
      .getByLabel('Choose a CSV file')
      .setInputFiles({ name: 'reviews.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });

  it('is scored row by row, and downloaded with label and score', async () => {
    await choose(REVIEWS);
    const column = page.getByLabel('Column with the texts');
    await expect.poll(() => column.locator('option').allInnerTexts()).toEqual(['id', 'review', 'note']);
    expect(await page.locator('#csv-column option:checked').innerText()).toBe('review');
    await page.getByRole('button', { name: 'Score 4 rows' }).click();
    await page.getByRole('heading', { name: 'Rows by label' }).waitFor();
    expect(await page.locator('#csv-counts').innerText()).toMatch(/POSITIVE\s+2 \(66\.7%\)\s+NEGATIVE\s+1 \(33\.3%\)/);
    expect(await page.locator('#csv-progress-text').innerText()).toBe('Scored: 3 of 4 rows. Without a text: 1 row.');
    const score = String.raw`0\.\d{6}`;
    const lines = [
      'id;review;note;label;score',
      String.raw`1;"The food was wonderful; really ""great""";'=1\+1;POSITIVE;${score}`,
      String.raw`2;The waiter was rude and the soup was cold\.;'-5;NEGATIVE;${score}`,
      '3;;nothing;;',
      '4;"Two',
      String.raw`lines, both lovely\.";;POSITIVE;${score}`,
      '',
    ];
    expect(await download(page)).toMatch(new RegExp(`^${lines.join('\r\n')}$`));
    expect(await page.locator(':focus').innerText()).toBe('Download the scored CSV');
    expect(watched.faults).toEqual([]);
    expect(await findViolations(page)).toEqual([]);
  });

  it('can be dropped, and has a first row without names', async () => {
    await dropFile(page, 'texts.csv', 'I love it, really\nI hate it\n');
    await page.getByRole('button', { name: 'Score 1 row' }).waitFor();
    await page.getByLabel('The first row has the column names').uncheck();
    await page.getByRole('button', { name: 'Score 2 rows' }).click();
    await page.getByRole('heading', { name: 'Rows by label' }).waitFor();
    expect(await download(page)).toMatch(/^"?I love it/);
  });

  it('is sent in lists, with progress, and keeps its scored rows when the user cancels', async () => {
    let lists = 0;
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route(`${api.url}/predict`, async (route) => {
      lists += 1;
      if (lists > 2) await held;
      await route.continue().catch(() => {});
    });
    await choose(`text\n${'A good day.\n'.repeat(300)}`);
    await page.getByRole('button', { name: 'Score 300 rows' }).click();
    await expect.poll(() => page.locator('#csv-progress-text').innerText()).toBe('128 of 300 rows');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => page.locator('#csv-problem').innerText()).toContain('You have cancelled the scoring.');
    expect((await download(page)).match(/,POSITIVE,/g)).toHaveLength(128);
    release();
    await page.getByRole('button', { name: 'Score the other rows' }).click();
    await expect.poll(() => page.locator('#csv-progress-text').innerText()).toBe('Scored: 300 of 300 rows.');
    expect((await download(page)).match(/,POSITIVE,/g)).toHaveLength(300);
  });

  it('can be replaced by another file while it is scored', async () => {
    await page.route(`${api.url}/predict`, async (route) => {
      // No answer to the texts of the first file.
      if (route.request().postData()?.includes('other') === true) await route.continue();
    });
    await choose('text\nGood\nBad\n');
    await page.getByRole('button', { name: 'Score 2 rows' }).click();
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    await choose('text\nAn other good day\n');
    await page.getByRole('button', { name: 'Score 1 row' }).click();
    await expect.poll(() => page.locator('#csv-progress-text').innerText()).toBe('Scored: 1 of 1 row.');
    expect(await page.getByRole('button', { name: 'Cancel' }).isVisible()).toBe(false);
    expect(await download(page)).toMatch(/^text,label,score\r\nAn other good day,POSITIVE,0\.\d{6}\r\n$/);
  });

  it('waits as long as the service asks, and says so', async () => {
    let refused = 0;
    await page.route(`${api.url}/predict`, async (route) => {
      refused += 1;
      if (refused > 1) return route.continue();
      const problem = { type: 'urn:sentiment:problem:rate-limited', detail: 'Too many requests.' };
      return route.fulfill({ status: 429, headers: { 'retry-after': '1' }, json: problem });
    });
    await choose('text\nGood\n');
    await page.getByRole('button', { name: 'Score 1 row' }).click();
    const progress = page.locator('#csv-progress-text');
    await expect.poll(() => progress.innerText()).toBe('Too many requests. The page tries again in 1 s.');
    await expect.poll(() => progress.innerText(), { timeout: 5_000 }).toBe('Scored: 1 of 1 row.');
  });

  it.each([
    ['has no rows', '', 'The file has no rows.'],
    ['has too many rows', 'a\n'.repeat(10_002), 'The page scores at most 10,000 rows of a file.'],
    ['has a quote without an end', 'a,b\n"c,d\n', 'Line 2 has a quote without an end.'],
  ])('is refused with a sentence if it %s', async (_, content, reason) => {
    await choose(content);
    await expect.poll(() => page.locator('#csv-problem').innerText()).toContain(reason);
    expect(await page.locator('#csv-options').isVisible()).toBe(false);
  });
});

/** Downloads the scored file. @returns its content */
async function download(page: Page): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download the scored CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^(reviews|texts)-scored\.csv$/);
  return readFileSync(await file.path(), 'utf8');
}

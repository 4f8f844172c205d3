import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, startApi } from '#libs/testing';
import { isBrowserMissing, launchBrowser } from '../browser.js';
import { dropFile, tabTo, untilSentiment } from './page-actions.js';
import { findViolations } from './violations.js';
import { openWatchedPage, type WatchedPage } from './watched-page.js';

const MIXED = 'We came on Tuesday. The food was wonderful. The waiter was rude and the soup was cold.';
const SENTENCES = ['neutral', 'positive', 'negative'];

describe.skipIf(isBrowserMissing())('Playground: a text', () => {
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
    await untilSentiment(page, 'mixed');
  });

  it('gets its sentiment while the user types, with the scores of all labels', async () => {
    await page.getByRole('textbox', { name: 'Text' }).fill('A wonderful film, full of joy.');
    await untilSentiment(page, 'positive');
    const bars = await page.locator('#scores li').allInnerTexts();
    const labels = bars.map((bar) => bar.split('\n')[0] ?? '');
    expect(labels[0]).toBe('POSITIVE');
    expect([...labels].sort()).toEqual(['NEGATIVE', 'NEUTRAL', 'POSITIVE']);
    expect(bars[0]).toMatch(/\b9\d(\.\d)?%/);
    expect(await page.locator('#facts').innerText()).toMatch(/English[^]*100% of the text/);
    expect(await page.getByRole('status').first().innerText()).toMatch(/^The text is positive: positive 9\d/);
  });

  it('has its sentences coloured and labelled, with score and reasons under the pointer', async () => {
    await page.getByRole('textbox', { name: 'Text' }).fill(MIXED);
    const marks = page.locator('.sentence');
    await expect.poll(() => page.locator('.sentence-label').allInnerTexts()).toEqual(SENTENCES);
    const colours = await page.evaluate<string[]>(
      "[...document.querySelectorAll('.sentence')].map((mark) => getComputedStyle(mark).backgroundColor)",
    );
    expect(new Set(colours).size).toBe(3);
    await marks.nth(2).hover();
    const tooltip = await page.locator('#tooltip').innerText();
    expect(tooltip).toMatch(
      /^NEGATIVE \d\d(\.\d)?%\nOne of the strongest negative sentences\.\nWords: .*(rude|cold) \(−0\.\d\d\)/,
    );
    await page.getByRole('heading', { name: 'Model' }).hover();
    expect(await page.locator('#tooltip').isVisible()).toBe(false);
  });

  it('is explained by its words, with the largest contribution first', async () => {
    await page.getByRole('textbox', { name: 'Text' }).fill('The soup was terrible.');
    await untilSentiment(page, 'negative');
    expect(await page.locator('#words tr').first().innerText()).toMatch(/^terrible\s+−0\.\d\d$/);
  });

  it('of more than 64 words is analyzed without an explanation', async () => {
    await page.getByRole('textbox', { name: 'Text' }).fill('The food was wonderful. '.repeat(20));
    await expect.poll(() => page.locator('.sentence').count()).toBe(20);
    expect(await page.locator('#words-hint').innerText()).toContain('at most 64 words');
    expect(await page.locator('#curl').innerText()).not.toContain('explain');
  });

  it.each([
    ['unknown characters', 'I like it 🫠🫠 ꙮꙮꙮ very much.', 'does not know some characters'],
    ['length', 'Good.', 'hardly any words'],
    ['unread end', 'The film was good and long. '.repeat(2_000), 'read only its beginning'],
  ])('gets a warning about its %s', async (_, text, warning) => {
    await page.getByRole('textbox', { name: 'Text' }).fill(text);
    await expect.poll(() => page.locator('#warnings').innerText(), { timeout: 30_000 }).toContain(warning);
  });

  it('can be dropped as a file, and cleared', async () => {
    await dropFile(page, 'review.txt', 'The soup was terrible.');
    await untilSentiment(page, 'negative');
    await page.getByRole('button', { name: 'Clear' }).click();
    expect(await page.locator('#no-result').isVisible()).toBe(true);
    expect(await page.locator('#sentences-card').isVisible()).toBe(false);
    await dropFile(page, 'picture.png', '');
    await expect.poll(() => page.locator('#file-problem').innerText()).toBe('The page reads only .txt and .csv files.');
  });

  it('is in code that sends the same request', async () => {
    const text = `It's "great" & cost $5 \`now\`\nand \\ forever 😀`;
    await page.getByRole('textbox', { name: 'Text' }).fill(text);
    await expect.poll(() => page.locator('#curl').innerText()).toContain('forever');
    const curl = await page.locator('#curl').innerText();
    const code = await page.locator('#fetch').innerText();
    const run = promisify(execFile);
    const answers = await Promise.all([
      run('bash', ['-c', `${curl} --silent`]),
      run(process.execPath, [
        '--input-type=module',
        '--eval',
        code.replace('console.log(', 'process.stdout.write(JSON.stringify(').replace(/\);$/, '));'),
      ]),
    ]);
    for (const { stdout } of answers) {
      const { documents } = JSON.parse(stdout) as { documents: { characters: number; words: unknown[] }[] };
      expect([documents[0]?.characters, documents[0]?.words.length]).toEqual([text.length, 8]);
    }
  });

  it('can be analyzed by the keyboard alone', async () => {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.locator(':focus').getAttribute('id')).toBe('text');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(MIXED);
    await expect.poll(() => page.locator('.sentence-label').allInnerTexts()).toEqual(SENTENCES);
    await tabTo(page, '.sentence');
    expect(await page.locator('#tooltip').innerText()).toMatch(/^NEUTRAL/);
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
    expect(outline).toBe('solid');
    await page.keyboard.press('Tab');
    expect(await page.locator('#tooltip').innerText()).toMatch(/^POSITIVE/);
    await page.keyboard.press('Escape');
    expect(await page.locator('#tooltip').isVisible()).toBe(false);
  });

  it('is sent to its own service alone, and the page keeps the Content-Security-Policy', async () => {
    await page.getByRole('button', { name: 'Support' }).click();
    await untilSentiment(page, 'negative');
    await expect.poll(() => page.locator('#model').innerText()).toContain('minilm-l6-sentiment');
    expect(watched.faults).toEqual([]);
    expect(new Set(watched.requests.map((request) => new URL(request.split(' ')[1] ?? '').origin))).toEqual(
      new Set([api.url]),
    );
    const stored = await page.evaluate('[localStorage.length, sessionStorage.length, document.cookie]');
    expect(stored).toEqual([0, 0, '']);
  });

  it.each([
    ['light', { colorScheme: 'light', viewport: { width: 1_280, height: 800 } }],
    ['dark', { colorScheme: 'dark', viewport: { width: 1_280, height: 800 } }],
    ['360 px wide', { viewport: { width: 360, height: 740 } }],
    ['without motion', { reducedMotion: 'reduce' }],
  ] as const)('is shown without violations of the rules of axe: %s', async (_, options) => {
    const other = await openWatchedPage(browser, api.url, options);
    await other.page.goto(api.url);
    await untilSentiment(other.page, 'mixed');
    await other.page.locator('.sentence').first().focus();
    // A change of width is a transition.
    await other.page.waitForTimeout(300);
    expect(await findViolations(other.page)).toEqual([]);
    expect(await other.page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  });
});

/**
 * `npm run screenshot`: writes the pictures that README.md and docs/bulk.md show, docs/swagger-ui.png, docs/playground.png,
 * docs/playground-mobile.png and docs/report.png. Needs Chromium.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { repository, startApi } from '#libs/testing';
import { launchBrowser } from './browser.js';
import { makeScoredRows, writeScoredFile } from './bulk/scored-file.js';

const DOCS_VIEWPORT = { width: 1_000, height: 640 };
const DESKTOP = { viewport: { width: 1_180, height: 860 } };
const MOBILE = { viewport: { width: 360, height: 1_200 }, deviceScaleFactor: 1.5 };
const REPORT_VIEWPORT = { width: 1_180, height: 1_400 };
const REPORT_ROWS = 20_000;
const REVIEW =
  'The room was lovely and the view is the best in town. The staff ignored us all week, and the pool was closed. ' +
  'Breakfast is served from seven to ten.';

const api = await startApi();
const browser = await launchBrowser();
try {
  await takeDocs(browser);
  await takePlayground(browser, DESKTOP, 'docs/playground.png');
  await takePlayground(browser, MOBILE, 'docs/playground-mobile.png');
  await takeReport(browser);
} finally {
  await browser.close();
  await api.stop();
}

async function takeDocs(browser: Browser): Promise<void> {
  const page = await browser.newPage({ viewport: DOCS_VIEWPORT });
  await page.goto(`${api.url}/docs`);
  const operation = page.locator('#operations-sentiment-predict');
  await operation.locator('.opblock-summary').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  await operation.getByRole('button', { name: 'Execute' }).click();
  await operation.locator('.live-responses-table .response').first().waitFor();
  // Swagger UI scrolls by itself while it renders, so the picture is that of the element and not of the window.
  await operation.locator('.live-responses-table').screenshot({ path: join(repository, 'docs/swagger-ui.png') });
}

async function takePlayground(browser: Browser, form: typeof DESKTOP | typeof MOBILE, path: string): Promise<void> {
  const page = await browser.newPage({ ...form, reducedMotion: 'reduce' });
  await page.goto(api.url);
  await page.getByRole('textbox', { name: 'Text' }).fill(REVIEW);
  const negative = page.locator('.sentence', { hasText: 'closed' });
  await negative.waitFor();
  await page.getByRole('heading', { name: 'Result' }).click();
  // A phone has no pointer.
  if (form === DESKTOP) await negative.hover();
  await page.screenshot({ path: join(repository, path) });
}

async function takeReport(browser: Browser): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  const [scored, report] = [join(folder, 'reviews.csv'), join(folder, 'report.html')];
  // Products with names that test the page are not in the picture.
  const rows = makeScoredRows(REPORT_ROWS).filter(({ product }) => /^[A-Z][a-zA-Z\d. ]{0,20}$/.test(product));
  writeScoredFile(scored, rows);
  const columns = ['--column', 'review', '--group-by', 'product', '--date-column', 'date'];
  const args = ['report', scored, '--output', report, ...columns, '--model', 'minilm-l6-sentiment 1.2.0'];
  spawnSync(process.execPath, [join(repository, 'apps/cli/sentiment.js'), ...args], { stdio: 'inherit' });
  const page = await browser.newPage({ viewport: REPORT_VIEWPORT });
  await page.goto(pathToFileURL(report).href);
  await page.screenshot({ path: join(repository, 'docs/report.png') });
  rmSync(folder, { recursive: true });
}

/**
 * `npm run screenshot`: writes the pictures of the pages that README.md shows, docs/swagger-ui.png, docs/playground.png and
 * docs/playground-mobile.png. Needs Chromium.
 */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { repository, startApi } from '#libs/testing';
import { launchBrowser } from './browser.js';

const DOCS_VIEWPORT = { width: 1_000, height: 640 };
const DESKTOP = { viewport: { width: 1_180, height: 860 } };
const MOBILE = { viewport: { width: 360, height: 1_200 }, deviceScaleFactor: 1.5 };
const REVIEW =
  'The room was lovely and the view is the best in town. The staff ignored us all week, and the pool was closed. ' +
  'Breakfast is served from seven to ten.';

const api = await startApi();
const browser = await launchBrowser();
try {
  await takeDocs(browser);
  await takePlayground(browser, DESKTOP, 'docs/playground.png');
  await takePlayground(browser, MOBILE, 'docs/playground-mobile.png');
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

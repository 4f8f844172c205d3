/**
 * `npm run screenshot`: writes docs/swagger-ui.png, the picture of /docs that README.md shows. Needs Chromium.
 */
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { repository, startApi } from '#libs/testing';

const VIEWPORT = { width: 1_000, height: 640 };

const api = await startApi();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
try {
  const page = await browser.newPage({ viewport: VIEWPORT });
  await page.goto(`${api.url}/docs`);
  const operation = page.locator('#operations-sentiment-predict');
  await operation.locator('.opblock-summary').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  await operation.getByRole('button', { name: 'Execute' }).click();
  await operation.locator('.live-responses-table .response').first().waitFor();
  // Swagger UI scrolls by itself while it renders, so the picture is that of the element and not of the window.
  await operation.locator('.live-responses-table').screenshot({ path: join(repository, 'docs/swagger-ui.png') });
} finally {
  await browser.close();
  await api.stop();
}

import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '#libs/testing';

const CANDIDATES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const executablePath = CANDIDATES.find((path): path is string => path !== undefined && existsSync(path));

// Continuous integration must have a browser; elsewhere its absence skips the test.
describe.skipIf(!executablePath && !process.env.CI)('Swagger UI at /docs', () => {
  let api: Api;
  let browser: Browser;

  beforeAll(async () => {
    api = await startApi();
    browser = await chromium.launch({
      executablePath: executablePath ?? 'chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser.close();
    await api.stop();
  });

  it('answers its own example with POSITIVE, with nothing but the service to load from', async () => {
    const page = await browser.newPage();
    const outside: string[] = [];
    await page.route(
      (url) => url.origin !== api.url,
      (route) => {
        outside.push(route.request().url());
        return route.abort();
      },
    );
    await page.goto(`${api.url}/docs`);
    const operation = page.locator('#operations-sentiment-predict');
    await operation.locator('.opblock-summary').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    await operation.getByRole('button', { name: 'Execute' }).click();
    const answer = operation.locator('.live-responses-table .response').first();
    await answer.waitFor();
    expect(await answer.locator('.response-col_status').innerText()).toContain('200');
    const body = await answer.locator('.response-col_description pre').first().innerText();
    const { predictions } = JSON.parse(body) as { predictions: { label: string }[][] };
    expect(predictions[0]?.[0]?.label).toBe('POSITIVE');
    expect(outside.filter((url) => !url.startsWith('data:'))).toEqual([]);
  });
});

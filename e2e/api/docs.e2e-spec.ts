import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '#libs/testing';
import { isBrowserMissing, launchBrowser } from '../browser.js';
import { type PathPrefixProxy, startPathPrefixProxy } from '../path-prefix-proxy.js';

/** Sends the example of POST /predict. @returns the answer that the page shows */
async function tryOut(page: Page): Promise<Locator> {
  const operation = page.locator('#operations-sentiment-predict');
  await operation.locator('.opblock-summary').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  await operation.getByRole('button', { name: 'Execute' }).click();
  const answer = operation.locator('.live-responses-table .response').first();
  await answer.waitFor();
  return answer;
}

describe.skipIf(isBrowserMissing())('Swagger UI at /docs', () => {
  let api: Api;
  let browser: Browser;

  beforeAll(async () => {
    api = await startApi();
    browser = await launchBrowser();
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
    const answer = await tryOut(page);
    expect(await answer.locator('.response-col_status').innerText()).toContain('200');
    const body = await answer.locator('.response-col_description pre').first().innerText();
    const { predictions } = JSON.parse(body) as { predictions: { label: string }[][] };
    expect(predictions[0]?.[0]?.label).toBe('POSITIVE');
    expect(outside.filter((url) => !url.startsWith('data:'))).toEqual([]);
  });

  describe('behind a proxy that serves it under a path', () => {
    let proxy: PathPrefixProxy;

    beforeAll(async () => {
      proxy = await startPathPrefixProxy(api.url, '/some/prefix');
    });
    afterAll(() => proxy.stop());

    it.each(['/docs', '/docs/', '/docs/index.html'])('sends the request of %s to that path', async (path) => {
      const page = await browser.newPage();
      const asked: string[] = [];
      page.on('request', (request) => {
        if (request.method() === 'POST') asked.push(request.url());
      });
      await page.goto(proxy.url + path);
      const answer = await tryOut(page);
      expect(await answer.locator('.response-col_status').innerText()).toContain('200');
      expect(asked).toEqual([`${proxy.url}/predict`]);
    });
  });

  describe('of a service that asks for API keys', () => {
    const key = 'docs-0123456789abcdef';
    let folder: string;
    let guarded: Api;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'docs-'));
      writeFileSync(join(folder, 'keys'), `docs:${key}\n`);
      guarded = await startApi({ env: { API_KEYS_FILE: join(folder, 'keys') } });
    });
    afterAll(async () => {
      await guarded.stop();
      rmSync(folder, { recursive: true });
    });

    it.each(['bearer (http, Bearer)', 'apiKey (apiKey)'])('answers 200 after Authorize: %s', async (scheme) => {
      const page = await browser.newPage();
      await page.goto(`${guarded.url}/docs`);
      await page.locator('.scheme-container .authorize').click();
      const form = page.locator('.auth-container').filter({ hasText: scheme });
      await form.locator('input').fill(key);
      await form.getByRole('button', { name: 'Apply credentials' }).click();
      await form.getByRole('button', { name: 'Close' }).click();
      const answer = await tryOut(page);
      expect(await answer.locator('.response-col_status').innerText()).toContain('200');
    });

    it('answers 401 without Authorize', async () => {
      const page = await browser.newPage();
      await page.goto(`${guarded.url}/docs`);
      const answer = await tryOut(page);
      expect(await answer.locator('.response-col_status').innerText()).toContain('401');
    });
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '#libs/testing';
import { type PathPrefixProxy, startPathPrefixProxy } from '../path-prefix-proxy.js';
import { isBrowserMissing, launchBrowser } from '../browser.js';
import { untilSentiment } from './page-actions.js';
import { openWatchedPage } from './watched-page.js';

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

describe('Playground: its files', () => {
  let api: Api;

  beforeAll(async () => {
    api = await startApi({ untilReady: false });
  });
  afterAll(async () => {
    await api.stop();
  });

  it('are the page and assets with a hash in their names, which browsers keep', async () => {
    const page = await fetch(api.url, { headers: BROWSER });
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    const html = await page.text();
    const assets = [...html.matchAll(/(?:src|href)="\.\/(playground\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(assets.map((path) => path.replace(/-[\w-]{8}\./, '-HASH.')).sort()).toEqual([
      'playground/assets/icon-HASH.svg',
      'playground/assets/icon-HASH.svg',
      'playground/assets/index-HASH.css',
      'playground/assets/index-HASH.js',
    ]);
    for (const path of assets) {
      for (const method of ['GET', 'HEAD']) {
        const asset = await fetch(`${api.url}/${path}`, { method });
        expect([asset.status, asset.headers.get('cache-control')]).toEqual([
          200,
          'public, max-age=31536000, immutable',
        ]);
      }
    }
  });

  it('have no script and no style inside of the page, and no address that begins with a slash', async () => {
    const html = await (await fetch(api.url, { headers: BROWSER })).text();
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=/);
    expect(html).not.toMatch(/(?:src|href)="(?:\/|https?:)/);
  });

  it.each(['application/json', '*/*'])('are not the answer to Accept: %s', async (accept) => {
    const response = await fetch(api.url, { headers: { accept } });
    expect([response.status, await response.json()]).toEqual([200, { status: 'alive' }]);
  });

  it.each(['/playground', '/playground/assets', '/playground/assets/none.js', '/index.html'])(
    'are at no other path: %s',
    async (path) => {
      expect((await fetch(api.url + path, { headers: BROWSER })).status).toBe(404);
    },
  );

  it('are not in the OpenAPI document', async () => {
    const { paths } = (await (await fetch(`${api.url}/openapi.json`)).json()) as { paths: object };
    expect(Object.keys(paths).filter((path) => path.includes('playground'))).toEqual([]);
  });

  it('are counted by their routes', async () => {
    const metrics = await (await fetch(`${api.url}/metrics`)).text();
    const routes = [...metrics.matchAll(/http_request_duration_seconds_count\{.*route="([^"]+)"/g)];
    expect(routes.map(([, route]) => route)).toEqual(expect.arrayContaining(['/', '/playground/assets/:name']));
  });
});

describe('Playground: PLAYGROUND=off', () => {
  it('makes / a path that does not exist', async () => {
    const api = await startApi({ env: { PLAYGROUND: 'off' }, untilReady: false });
    try {
      const response = await fetch(api.url, { headers: BROWSER });
      expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    } finally {
      await api.stop();
    }
  });
});

describe.skipIf(isBrowserMissing())('Playground: in a browser', () => {
  let folder: string;
  let browser: Browser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'playground-'));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  describe('behind a proxy that serves it under a path', () => {
    let api: Api;
    let proxy: PathPrefixProxy;

    beforeAll(async () => {
      api = await startApi();
      proxy = await startPathPrefixProxy(api.url, '/some/prefix');
    });
    afterAll(async () => {
      proxy.stop();
      await api.stop();
    });

    it.each(['', '/', '/?from=mail'])('loads and calls everything below that path: %j', async (path) => {
      const { page, faults, requests } = await openWatchedPage(browser, new URL(proxy.url).origin);
      await page.goto(proxy.url + path);
      await untilSentiment(page, 'mixed');
      await expect.poll(() => page.locator('#model').innerText()).toContain('minilm-l6-sentiment');
      expect(faults).toEqual([]);
      expect(requests.filter((request) => !request.includes(` ${proxy.url}`))).toEqual([]);
      expect(requests).toEqual(expect.arrayContaining([`POST ${proxy.url}/analyze`, `GET ${proxy.url}/model`]));
      expect(await page.locator('#curl').innerText()).toContain(`'${proxy.url}/analyze'`);
      await page.getByRole('link', { name: 'API docs' }).click();
      expect(page.url()).toBe(`${proxy.url}/docs`);
    });
  });

  it('asks for the API key of the service, and keeps it in memory alone', async () => {
    const key = 'playground-0123456789abcdef';
    writeFileSync(join(folder, 'keys'), `playground:${key}\n`);
    const api = await startApi({ env: { API_KEYS_FILE: join(folder, 'keys') } });
    try {
      const { page, requests } = await openWatchedPage(browser, api.url);
      await page.goto(api.url);
      const input = page.getByRole('textbox', { name: 'API key' });
      await input.fill('wrong-0123456789abcdef');
      await page.getByRole('button', { name: 'Use the key' }).click();
      await expect.poll(() => page.locator('#key-problem').innerText()).toBe('The service does not accept this key.');
      await input.fill(key);
      await page.keyboard.press('Enter');
      await untilSentiment(page, 'mixed');
      await expect.poll(() => page.locator('#model').innerText()).toContain('minilm-l6-sentiment');
      expect(await input.isVisible()).toBe(false);
      expect(await page.locator('#curl').innerText()).toContain('"X-API-Key: $API_KEY"');
      expect(await page.content()).not.toContain(key);
      expect(await page.evaluate('[localStorage.length, sessionStorage.length, document.cookie]')).toEqual([0, 0, '']);
      expect(requests.filter((request) => request.includes(key))).toEqual([]);
      expect(api.output()).not.toContain(key);
      await page.reload();
      await input.waitFor();
      await expect.poll(() => page.locator('#problem').innerText()).toBe('The service asks for an API key.');
      expect(await input.inputValue()).toBe('');
    } finally {
      await api.stop();
    }
  });
});

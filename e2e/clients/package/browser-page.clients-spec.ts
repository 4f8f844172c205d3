import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '#libs/testing';
import { isBrowserMissing, launchBrowser } from '../../browser.js';
import { metricSum, readMetrics } from '../../metrics-page.js';
import { SEEN } from './expected-exercise.js';
import { InstalledClient } from './installed-client.js';
import { MisbehavingServer } from './misbehaving-server.js';

/** Serves an empty page and the scripts, from an origin of its own. */
async function servePages(installed: InstalledClient): Promise<Server> {
  const files: Readonly<Record<string, string>> = {
    '/client.js': installed.readFile('index.js'),
    '/exercise.mjs': readFileSync(join(installed.folder, 'exercise.mjs'), 'utf8'),
  };
  const server = createServer(({ url = '' }, response) => {
    response.setHeader('Content-Type', url in files ? 'text/javascript' : 'text/html');
    response.end(files[url] ?? '<!doctype html><title>A page of another origin</title>');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

describe.skipIf(isBrowserMissing())('The client in a page of another origin', () => {
  let installed: InstalledClient;
  let pages: Server;
  let origin: string;
  let api: Api;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    installed = await InstalledClient.install();
    pages = await servePages(installed);
    origin = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
    [api, browser] = await Promise.all([startApi({ env: { CORS_ORIGINS: origin } }), launchBrowser()]);
    page = await browser.newPage();
    await page.goto(origin);
  });
  afterAll(async () => {
    await browser.close();
    await api.stop();
    pages.close();
    installed.remove();
  });

  /** Runs the body of an async function in the page, with the module `client`. */
  async function run(body: string): Promise<unknown> {
    return await page.evaluate(`(async () => { const client = await import('/client.js'); ${body} })()`);
  }

  /** @returns the kind and the message of the error of a call */
  async function catchError(url: string): Promise<unknown> {
    return await run(`
      const sentiment = new client.SentimentClient({ url: ${JSON.stringify(url)}, timeoutMs: 2000 });
      try { await sentiment.classify(['a'], { shouldRetry: () => false }); }
      catch (error) { return [error instanceof client.ClientError, error.kind, error.status ?? null, error.message]; }
      return 'no error';`);
  }

  it('classifies, streams and cancels', async () => {
    const seen = await run(`
      const { exercise } = await import('/exercise.mjs');
      return await exercise(client, ${JSON.stringify(api.url)});`);
    expect(seen).toEqual(SEEN);
    // Browsers cannot read the answer while they send: the lines are in several requests.
    const streams = metricSum(await readMetrics(api.url), 'http_request_duration_seconds_count', {
      method: 'POST',
      route: '/predict stream',
    });
    expect(streams).toBeGreaterThanOrEqual(4);
  });

  it('has a clear error at a redirection, which the browser hides', async () => {
    const server = await MisbehavingServer.start((response) => response.writeHead(307, { location: api.url }).end());
    const message = 'the service answered with a redirection, which this client does not follow';
    expect(await catchError(server.url)).toEqual([true, 'redirected', null, message]);
    server.stop();
  });

  it('has an error without a reason when the service does not allow the origin', async () => {
    const closed = await startApi();
    const message = 'the service cannot be reached: Failed to fetch';
    expect(await catchError(closed.url)).toEqual([true, 'connection-failed', null, message]);
    await closed.stop();
  });
});

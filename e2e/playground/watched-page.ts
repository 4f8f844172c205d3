import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page that may load from one origin only, and what it should not have done. */
export interface WatchedPage {
  readonly page: Page;
  /** Requests to other origins, and errors in the console: those of the Content-Security-Policy are there. */
  readonly faults: string[];
  /** The methods and addresses of all requests. */
  readonly requests: string[];
}

/** @param origin the only one that the network leads to */
export async function openWatchedPage(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const page = await browser.newPage(options);
  const faults: string[] = [];
  const requests: string[] = [];
  await page.route(
    (url) => url.origin !== origin && url.protocol !== 'blob:',
    (route) => {
      faults.push(`request of ${route.request().url()}`);
      return route.abort();
    },
  );
  page.on('request', (request) => requests.push(`${request.method()} ${request.url()}`));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  return { page, faults, requests };
}

import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const MAX_TABS = 40;

/** Waits until the page shows a sentiment. */
export async function untilSentiment(page: Page, sentiment: string): Promise<void> {
  await expect.poll(() => page.locator('#sentiment').textContent(), { timeout: 10_000 }).toBe(sentiment);
}

/** Presses Tab until an element has the focus. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < MAX_TABS; presses++) {
    await page.keyboard.press('Tab');
    if ((await page.locator(`${selector}:focus`).count()) > 0) return;
  }
  throw new Error(`Tab does not lead to ${selector}`);
}

/** Drops a file on the page. */
export async function dropFile(page: Page, name: string, content: string): Promise<void> {
  const file = `new File([${JSON.stringify(content)}], ${JSON.stringify(name)})`;
  const dataTransfer = await page.evaluateHandle(
    `(() => { const transfer = new DataTransfer(); transfer.items.add(${file}); return transfer; })()`,
  );
  for (const type of ['dragover', 'drop']) await page.dispatchEvent('body', type, { dataTransfer });
}

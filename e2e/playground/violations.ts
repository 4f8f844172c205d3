import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { repository } from '#libs/testing';

const AXE = readFileSync(join(repository, 'node_modules/axe-core/axe.min.js'), 'utf8');

/** The violations of the rules of axe, best practices included: `rule: selector`. */
export async function findViolations(page: Page): Promise<string[]> {
  // The debugger runs it, whatever the Content-Security-Policy of the page says.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

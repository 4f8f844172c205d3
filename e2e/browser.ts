import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { isMissing } from '#libs/testing';

const CANDIDATES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const executablePath = CANDIDATES.find((path): path is string => path !== undefined && existsSync(path));

/**
 * For `describe.skipIf`: whether there is no Chromium. The end of the run lists the missing programs.
 *
 * @throws Error in CI, where every test must run
 */
export function isBrowserMissing(): boolean {
  return executablePath === undefined && isMissing('chromium');
}

/** Starts Chromium. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: executablePath ?? 'chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
}

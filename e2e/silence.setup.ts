import { afterEach, beforeEach, vi } from 'vitest';

const METHODS = ['log', 'info', 'warn', 'error', 'debug'] as const;

beforeEach(() => {
  for (const method of METHODS) vi.spyOn(console, method);
});

/** What prints during a test hides what a failing test prints. */
afterEach(() => {
  const calls = METHODS.flatMap((method) => vi.mocked(console[method]).mock.calls);
  vi.restoreAllMocks();
  if (calls.length > 0) throw new Error(`the test printed to the console: ${String(calls[0]?.[0])}`);
});

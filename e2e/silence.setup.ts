import { afterEach, beforeEach, vi } from 'vitest';

const METHODS = ['log', 'info', 'warn', 'error', 'debug'] as const;

let printed: unknown[][] = [];

beforeEach(() => {
  printed = [];
  for (const method of METHODS) vi.spyOn(console, method).mockImplementation((...line) => void printed.push(line));
});

/** What prints during a test hides what a failing test prints. */
afterEach(() => {
  vi.restoreAllMocks();
  if (printed.length > 0) throw new Error(`the test printed to the console: ${String(printed[0])}`);
});

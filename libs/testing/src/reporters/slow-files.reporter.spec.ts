import { describe, expect, it } from 'vitest';
import { findSlowFiles } from './slow-files.reporter.js';

describe('slow test files', () => {
  it('are those whose tests take more than ten seconds', () => {
    const files = [
      { path: 'a.spec.ts', durationMs: 10_000 },
      { path: 'b.spec.ts', durationMs: 10_001 },
      { path: 'c.spec.ts', durationMs: 3 },
    ];
    expect(findSlowFiles(files).map(({ path }) => path)).toEqual(['b.spec.ts']);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FileTree } from './file-tree.js';
import { hasProgram, isMissing, MISSING_PROGRAMS_FILE } from './programs.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('missing programs', () => {
  it('are those that no folder of PATH has', () => {
    expect([hasProgram('node'), hasProgram('no-such-program')]).toEqual([true, false]);
    vi.stubEnv('PATH', '');
    expect(hasProgram('node')).toBe(false);
  });

  it('skip a test, and are written down for the end of the run', () => {
    const tree = new FileTree();
    const file = join(tree.root, 'missing-programs');
    vi.stubEnv('CI', undefined);
    vi.stubEnv(MISSING_PROGRAMS_FILE, file);
    expect(isMissing('node')).toBe(false);
    expect(isMissing('node', 'no-such-program', 'nor-this-one')).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('no-such-program\nnor-this-one\n');
    tree.remove();
  });

  it('are an error in CI', () => {
    vi.stubEnv('CI', 'true');
    expect(() => isMissing('node', 'no-such-program')).toThrow('not installed: no-such-program');
  });
});

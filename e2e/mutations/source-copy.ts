import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '#libs/testing';
import type { Mutation } from './mutation.js';

/** Everything that unit specs read, besides what is linked. */
const COPIED = ['apps', 'libs', 'e2e/silence.setup.ts', 'package.json', 'tsconfig.json', 'vitest.config.ts'];
/** What no mutation changes. */
const LINKED = ['node_modules', 'model-artifacts'];

/** A copy of the sources in a temporary folder: mutations never touch the working tree. */
export class SourceCopy {
  readonly root = mkdtempSync(join(tmpdir(), 'mutations-'));

  constructor() {
    for (const path of COPIED) cpSync(join(repository, path), join(this.root, path), { recursive: true });
    for (const path of LINKED) symlinkSync(join(repository, path), join(this.root, path));
  }

  /**
   * Applies a mutation.
   *
   * @returns a function that restores the file; undefined when the text does not occur exactly once, and then nothing is
   * changed
   */
  apply({ file, text, replacement }: Mutation): (() => void) | undefined {
    const path = join(this.root, file);
    const source = readFileSync(path, 'utf8');
    const [before, after, ...more] = source.split(text);
    if (before === undefined || after === undefined || more.length > 0) return undefined;
    writeFileSync(path, before + replacement + after);
    return () => {
      writeFileSync(path, source);
    };
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A file system of a test's own, for what reads from a root. */
export class FileTree {
  readonly root = mkdtempSync(join(tmpdir(), 'tree-'));

  /** @param files content by path from the root */
  write(files: Record<string, string>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), content);
    }
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}

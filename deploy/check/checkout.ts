import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { deploy, repository } from './tools.js';

/** Copies the files that the scripts read to a folder, which they may write to. Releases and secrets stay behind. */
export function copyCheckout(folder: string): void {
  cpSync(deploy, join(folder, 'deploy'), {
    recursive: true,
    filter: (path) => !/releases|generate-secrets\.sh-output|\.secret$/.test(path),
  });
  for (const file of ['package.json', '.gitignore']) cpSync(join(repository, file), join(folder, file));
}

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the repository's `package.json`, from the sources and from `dist` alike. */
export const packageRoot: string = (() => {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('package.json not found above the service');
    folder = parent;
  }
  return folder;
})();

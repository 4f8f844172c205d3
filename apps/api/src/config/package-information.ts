import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.js';

interface PackageInformation {
  readonly version: string;
  readonly description: string;
}

/** What `package.json` says of the service. */
export const packageInformation = JSON.parse(
  readFileSync(join(packageRoot, 'package.json'), 'utf8'),
) as PackageInformation;

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.js';

interface PackageInformation {
  readonly version: string;
  readonly description: string;
}

/** Reads the version and the description of the service from `package.json`. */
export function readPackageInformation(): PackageInformation {
  return JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as PackageInformation;
}

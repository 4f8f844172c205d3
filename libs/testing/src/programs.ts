import { accessSync, appendFileSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The file to which the missing programs of a run are written, a line each. `SkippedTestsReporter` sets it. */
export const MISSING_PROGRAMS_FILE = 'MISSING_PROGRAMS_FILE';

/** Whether PATH leads to a program. */
export function hasProgram(name: string): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.some((folder) => isExecutable(join(folder, name)));
}

/**
 * For `describe.skipIf` and `it.skipIf`: whether one of the programs that a test starts is missing. The end of the run lists
 * the missing programs.
 *
 * @throws Error in CI, where every test must run
 */
export function isMissing(...names: string[]): boolean {
  const missing = names.filter((name) => !hasProgram(name));
  if (missing.length === 0) return false;
  if (process.env.CI) throw new Error(`not installed: ${missing.join(', ')}`);
  const file = process.env[MISSING_PROGRAMS_FILE];
  if (file !== undefined) appendFileSync(file, missing.map((name) => `${name}\n`).join(''));
  return true;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '#libs/testing';
import { runProgram } from '../run-program.js';

const REQUIREMENTS = join(repository, 'e2e/clients/drop-in/requirements.txt');
/** `npm ci` removes it. */
const FOLDER = join(repository, 'node_modules/.cache/drop-in-clients');
/** Written last: what the environment was made of. */
const ORIGIN = join(FOLDER, 'origin.txt');

/** The Python that has the clients. */
export const PYTHON = join(FOLDER, 'bin/python');

/**
 * Installs the clients in a virtual environment, unless an earlier run has done so.
 *
 * @returns whether it has installed them
 * @throws Error when the requirements do not name every package that the clients need
 */
export async function installPythonClients(): Promise<boolean> {
  const origin = `${execFileSync('python3', ['--version']).toString()}${readFileSync(REQUIREMENTS, 'utf8')}`;
  if (existsSync(ORIGIN) && readFileSync(ORIGIN, 'utf8') === origin) return false;
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  await runProgram(repository, 'python3', '-m', 'venv', FOLDER);
  const pip = ['-m', 'pip', '--disable-pip-version-check'];
  // The bytecode of all packages takes longer than that of the imported ones.
  const options = ['--quiet', '--no-deps', '--no-compile', '--only-binary', ':all:'];
  await runProgram(repository, PYTHON, ...pip, 'install', ...options, '--requirement', REQUIREMENTS);
  await runProgram(repository, PYTHON, ...pip, 'check');
  writeFileSync(ORIGIN, origin);
  return true;
}

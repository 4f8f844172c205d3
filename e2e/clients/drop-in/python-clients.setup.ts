import { hasProgram } from '#libs/testing';
import { installPythonClients } from './python-environment.js';

const MS_PER_SECOND = 1_000;

/** Installs the Python clients once for all files of the run. Without Python their tests are skipped. */
export async function setup(): Promise<void> {
  if (!hasProgram('python3')) return;
  const startedMs = performance.now();
  if (!(await installPythonClients())) return;
  const durationSeconds = (performance.now() - startedMs) / MS_PER_SECOND;
  process.stdout.write(`The Python clients were installed in ${durationSeconds.toFixed(0)} s.\n`);
}

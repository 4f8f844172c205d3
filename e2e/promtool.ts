import { spawnSync } from 'node:child_process';

/** Whether Prometheus' own checker is here. Where CI runs its absence is a failure; elsewhere tests are left out, loudly. */
export const hasPromtool = isInstalled();

function isInstalled(): boolean {
  if (spawnSync('promtool', ['--version']).status === 0) return true;
  if (process.env.CI) throw new Error('promtool is not installed (Debian, Homebrew: prometheus)');
  process.stderr.write('LEFT OUT: the check of the metrics by promtool. Install prometheus (Debian and macOS).\n');
  return false;
}

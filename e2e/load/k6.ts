import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '#libs/testing';

/** Exit code of k6 when the service misses an objective of the scenario. */
const MISSED_OBJECTIVE = 99;

/** The figures of a metric by their names in k6: `count`, `rate`, `med`, `p(99)`, `max`; times are in milliseconds. */
export type K6Metrics = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * Runs a scenario of k6, such as `predict.k6.js`, and returns its metrics. k6 comes from PATH, or from `.tools`, where
 * `deploy/check/install-tools.sh --full` builds it.
 *
 * @param settings the variables that the scenario reads
 * @throws Error when k6 is missing, or fails by more than a missed objective
 */
export async function runK6(scenario: string, settings: Readonly<Record<string, string>>): Promise<K6Metrics> {
  const folder = mkdtempSync(join(tmpdir(), 'k6-'));
  const summary = join(folder, 'summary.json');
  const args = [
    ...['run', '--quiet', '--no-usage-report', '--summary-trend-stats', 'med,p(99),max', '--summary-export', summary],
    ...Object.entries(settings).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
    join(repository, 'e2e/load', scenario),
  ];
  const path = [join(repository, '.tools/bin'), process.env.PATH].join(delimiter);
  try {
    await promisify(execFile)('k6', args, { env: { ...process.env, PATH: path }, maxBuffer: 2 ** 26 });
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 'ENOENT') throw new Error('k6 is missing: run deploy/check/install-tools.sh --full', { cause: error });
    if (code !== MISSED_OBJECTIVE) throw error;
  }
  const { metrics } = JSON.parse(readFileSync(summary, 'utf8')) as { metrics: K6Metrics };
  rmSync(folder, { recursive: true });
  return metrics;
}

import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '#libs/testing';

const VITEST = join(repository, 'node_modules/vitest/vitest.mjs');
const REPORT = 'report.json';
const TIME_LIMIT_MS = 120_000;

/** The part of vitest's JSON report that is read here. */
interface Report {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** How a run of specs ended. */
export interface SpecsRun {
  /** Whether every spec ran and every test of them passed, at least one. */
  readonly hasPassed: boolean;
  /** The first test that failed; undefined when none failed, or when a spec could not be loaded. */
  readonly failedTest: string | undefined;
}

/**
 * Runs unit specs up to the first failed test.
 *
 * @param root the root of the sources; the report is written into it
 * @param specs paths from the root
 * @throws Error when vitest does not end in time or writes no report
 */
export async function runSpecs(root: string, specs: readonly string[]): Promise<SpecsRun> {
  const report = join(root, REPORT);
  rmSync(report, { force: true });
  const options = ['--project', 'unit', '--bail', '1', '--no-cache', '--reporter', 'json', '--outputFile', report];
  // Vitest exits with 1 when a test fails: the report says so, too.
  await promisify(execFile)(process.execPath, [VITEST, 'run', ...options, ...specs], {
    cwd: root,
    timeout: TIME_LIMIT_MS,
  }).catch(() => undefined);
  const { success, numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const failed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === 'failed');
  return {
    hasPassed: success && numPassedTests > 0 && testResults.length === specs.length,
    failedTest: failed?.fullName,
  };
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Reporter, TestModule, Vitest } from 'vitest/node';
import { MISSING_PROGRAMS_FILE } from '../programs.js';

/**
 * Lists at the end of a run the tests that were skipped, and the programs that are missing. In CI a skipped test fails the
 * run.
 */
export class SkippedTestsReporter implements Reporter {
  private folder = '';
  private file = '';
  /** Whether the user asked for some tests by name: the others are skipped then. */
  private isFiltered = false;

  /** Not the constructor: vitest reads its configuration, and so makes a reporter, once more for each project. */
  onInit({ config }: Vitest): void {
    this.folder = mkdtempSync(join(tmpdir(), 'tests-'));
    this.file = join(this.folder, 'missing-programs');
    writeFileSync(this.file, '');
    // Test processes inherit it.
    process.env[MISSING_PROGRAMS_FILE] = this.file;
    this.isFiltered = config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const missing = [...new Set(readFileSync(this.file, 'utf8').split('\n').filter(Boolean))].sort();
    rmSync(this.folder, { recursive: true, force: true });
    const skipped = modules.flatMap((module) => {
      const names = [...module.children.allTests('skipped')].map((test) => test.fullName);
      return names.map((name) => `  ${relative(process.cwd(), module.moduleId)}: ${name}`);
    });
    if (this.isFiltered || skipped.length === 0) return;
    if (process.env.CI) process.exitCode = 1;
    const reason = missing.length > 0 ? `, because these programs are missing: ${missing.join(', ')}` : '';
    process.stdout.write(`${skipped.length} tests were skipped${reason}.\n${skipped.join('\n')}\n`);
    process.stdout.write('`npm run test:all` runs every test. In CI a skipped test fails the run.\n\n');
  }
}

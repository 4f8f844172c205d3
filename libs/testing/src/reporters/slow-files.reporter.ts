import { relative } from 'node:path';
import type { Reporter, TestModule, Vitest } from 'vitest/node';

const MAX_FILE_MS = 10_000;
/** The projects of `npm test`. */
const QUICK_PROJECTS: ReadonlySet<string> = new Set(['unit', 'e2e']);

/** Fails `npm test` when the tests of a file take more than ten seconds. A run with other projects has no such limit. */
export class SlowFilesReporter implements Reporter {
  private isQuickRun = false;

  onInit(vitest: Vitest): void {
    this.isQuickRun = vitest.projects.every(({ name }) => QUICK_PROJECTS.has(name));
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    if (!this.isQuickRun) return;
    const slow = findSlowFiles(
      modules.map((module) => ({ path: module.moduleId, durationMs: module.diagnostic().duration })),
    );
    if (slow.length === 0) return;
    process.exitCode = 1;
    const lines = slow.map(
      ({ path, durationMs }) => `  ${relative(process.cwd(), path)}: ${(durationMs / 1_000).toFixed(1)} s`,
    );
    process.stdout.write(
      `These files take more than ${MAX_FILE_MS / 1_000} s. Move slow tests to \`npm run test:all\`: to a folder of e2e other than ` +
        `routes, or to a file \`*.extended-spec.ts\`.\n${lines.join('\n')}\n\n`,
    );
  }
}

interface FileDuration {
  readonly path: string;
  /** Of its tests and hooks. */
  readonly durationMs: number;
}

/** The files that take too long, in their order. */
export function findSlowFiles(files: readonly FileDuration[]): readonly FileDuration[] {
  return files.filter(({ durationMs }) => durationMs > MAX_FILE_MS);
}

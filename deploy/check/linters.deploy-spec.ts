import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository, runTool } from './tools.js';

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending) && !path.startsWith('releases'))
    .map((path) => join(folder, path));
}

const scripts = ['.ci/run', ...filesIn('deploy', '.sh')];

describe.each([
  ['hadolint', ['Dockerfile'], 'the Dockerfile'],
  ['shellcheck', scripts, 'every script'],
  ['actionlint', [], 'the workflows'],
  ['zizmor', ['--offline', '--no-progress', '.github'], 'the workflows, for their security'],
  ['yamllint', ['--strict', '-c', 'deploy/check/yamllint.yaml', 'deploy', '.github'], 'every YAML file'],
])('%s', (name, args, what) => {
  it(`reports no problems in ${what}`, async () => {
    const { exitCode, output } = await runTool(name, args);
    expect(exitCode, output).toBe(0);
  });
});

describe('the workflows', () => {
  it('pin every action to a commit', () => {
    const uses = filesIn('.github/workflows', '.yml')
      .flatMap((path) => readFileSync(join(repository, path), 'utf8').split('\n'))
      .filter((line) => line.includes('uses:'));
    expect(uses.length).toBeGreaterThan(3);
    expect(uses.filter((line) => !/@[0-9a-f]{40} # v[\d.]+$/.test(line))).toEqual([]);
  });
});

describe('the scripts', () => {
  it('are all found', () => {
    expect(scripts.length).toBeGreaterThanOrEqual(8);
  });

  it('exit at the first error', () => {
    const withoutErrexit = scripts.filter(
      (path) => !/^set -euo? ?(pipefail)?$/m.test(readFileSync(join(repository, path), 'utf8')),
    );
    expect(withoutErrexit).toEqual([]);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderText } from '../render.js';
import { deploy, runTool } from '../tools.js';

/** Accepted findings of checkov, each with its reason. */
const CHECKOV_ACCEPTED: Readonly<Record<string, string>> = {
  CKV_K8S_15:
    'IfNotPresent: a digest or the tag of a commit is the same image every time, and a pod must start without its registry',
  CKV_K8S_43: "Redis by its minor version, for its fixes; minikube's image has no registry that would give it a digest",
};

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scanners-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe.each(['minikube', 'aks'])('the overlay %s', (overlay) => {
  let path: string;

  beforeAll(async () => {
    path = join(folder, `${overlay}.yaml`);
    writeFileSync(path, await renderText(join(deploy, 'overlays', overlay)));
  });

  it('has no critical findings of kube-score except the pull policy', async () => {
    const { output } = await runTool('kube-score', ['score', '--output-format', 'ci', path]);
    const critical = output.split('\n').filter((line) => line.startsWith('[CRITICAL]'));
    expect(output).toContain('[OK]');
    expect(critical.length).toBeLessThanOrEqual(2);
    expect(critical.filter((line) => !line.includes('ImagePullPolicy'))).toEqual([]);
  });

  it('has at most five findings of checkov, each with a reason', async () => {
    const { stdout } = await runTool('checkov', [
      '-f',
      path,
      '--framework',
      'kubernetes',
      '--output',
      'json',
      '--quiet',
    ]);
    const { results, summary } = JSON.parse(stdout) as {
      results: { failed_checks: { check_id: string; resource: string }[] };
      summary: { passed: number; failed: number };
    };
    expect(summary.passed).toBeGreaterThan(150);
    expect(summary.failed).toBeLessThanOrEqual(5);
    expect(results.failed_checks.filter(({ check_id }) => !(check_id in CHECKOV_ACCEPTED))).toEqual([]);
  });
});

import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { stringify } from 'yaml';
import { filterByKind, getName, type Manifest } from './manifest.js';
import { deploy, runTool, type Ran } from './tools.js';

/** Unit tests of promtool: input series and the alerts that they must raise. */
export const ALERT_CASES = ['alerts.test.yaml', 'drift.test.yaml'].map((name) => {
  return join(deploy, 'components/monitoring', name);
});

export interface PrometheusRule extends Manifest {
  readonly spec: {
    readonly groups: readonly {
      readonly name: string;
      readonly rules: readonly {
        readonly alert?: string;
        readonly record?: string;
        readonly expr: string;
        readonly for?: string;
        readonly labels?: Readonly<Record<string, string>>;
        readonly annotations?: Readonly<Record<string, string>>;
      }[];
    }[];
  };
}

/** Results by rules: many compositions contain the same rules. */
const checked = new Map<string, Promise<Ran>>();

/** Checks with promtool that Prometheus accepts the rules of each PrometheusRule. */
export async function alertRuleViolations(manifests: readonly Manifest[]): Promise<string[]> {
  const violations = filterByKind<PrometheusRule>(manifests, 'PrometheusRule').map(async (manifest) => {
    const rules = JSON.stringify(manifest.spec);
    const check = checked.get(rules) ?? checkRules(manifest);
    checked.set(rules, check);
    const { exitCode, output } = await check;
    return exitCode === 0 ? [] : [`${getName(manifest)}: promtool: ${output}`];
  });
  return (await Promise.all(violations)).flat();
}

function checkRules(manifest: PrometheusRule): Promise<Ran> {
  return withRules(manifest, (folder) => {
    return runTool('promtool', ['check', 'rules', 'alerts.rules.yaml'], { cwd: folder });
  });
}

/** Runs the unit tests in ALERT_CASES against the rules. */
export async function testAlertRules(manifest: PrometheusRule): Promise<Ran> {
  return withRules(manifest, (folder) => {
    const files = ALERT_CASES.map((path) => basename(path));
    return runTool('promtool', ['test', 'rules', ...files], { cwd: folder });
  });
}

async function withRules(manifest: PrometheusRule, use: (folder: string) => Promise<Ran>): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'alerts-'));
  try {
    writeFileSync(join(folder, 'alerts.rules.yaml'), stringify({ groups: manifest.spec.groups }));
    for (const path of ALERT_CASES) copyFileSync(path, join(folder, basename(path)));
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

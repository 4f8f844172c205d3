import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { AZURE_RULE_GROUP_FILE, toAzureTemplate } from './azure-rule-group.js';
import { ALERT_CASES, testAlertRules, type PrometheusRule } from './alert-rules.js';
import { filterByKind } from './manifest.js';
import { renderComposition } from './render.js';
import { readClassifyingPaths } from './service-operations.js';
import { repository } from './tools.js';

const operations = readFileSync(join(repository, 'docs/operations.md'), 'utf8');
const cases = ALERT_CASES.map((path) => readFileSync(path, 'utf8')).join('');
const objectives = JSON.parse(readFileSync(join(repository, 'e2e/load/objectives.json'), 'utf8')) as {
  readonly errorRatio: number;
  readonly p99Seconds: number;
};

describe('the alerts', () => {
  let rule: PrometheusRule;
  let alerts: PrometheusRule['spec']['groups'][number]['rules'];

  beforeAll(async () => {
    const [found] = filterByKind<PrometheusRule>(await renderComposition(['monitoring', 'secrets']), 'PrometheusRule');
    if (!found) throw new Error('there is no PrometheusRule');
    rule = found;
    alerts = rule.spec.groups.flatMap(({ rules }) => rules).filter(({ alert }) => alert !== undefined);
  });

  it('pass the unit tests of promtool', async () => {
    const { exitCode, output } = await testAlertRules(rule);
    expect(exitCode, output).toBe(0);
  });

  it('each have a test case that raises them and a test case that does not', () => {
    expect(alerts).not.toEqual([]);
    for (const { alert = '' } of alerts) {
      const outcomes = cases
        .split(`alertname: ${alert}\n`)
        .slice(1)
        .map((rest) => rest.trimStart().split('\n')[0]);
      expect(outcomes, alert).toContain('exp_alerts:');
      expect(outcomes, alert).toContain('exp_alerts: []');
    }
  });

  it('link to their section in docs/operations.md', () => {
    expect(alerts).not.toEqual([]);
    for (const { alert = '', annotations } of alerts) {
      const [, anchor] = annotations?.runbook_url?.split('/docs/operations.md#') ?? [];
      expect(anchor).toBe(alert.toLowerCase());
      expect(operations).toContain(`### ${alert}\n`);
    }
  });

  it('are each for one namespace of one cluster, when they count several pods', () => {
    const aggregations = rule.spec.groups
      .flatMap(({ rules }) => rules)
      .flatMap(({ expr }) =>
        [...expr.matchAll(/\b(?:sum|min|max|avg|count)\b ?((?:by|without) ?\([^)]*\))?/g)].map(([, by]) => by),
      );
    expect(aggregations.length).toBeGreaterThan(10);
    for (const by of aggregations) expect(by).toMatch(/^by \(cluster, namespace[,)]|^without/);
  });

  it('count the requests of every route that classifies texts', async () => {
    const dashboard = readFileSync(join(repository, 'deploy/components/monitoring/dashboard.json'), 'utf8');
    const expressions = rule.spec.groups.flatMap(({ rules }) => rules).map(({ expr }) => expr);
    const text = [...expressions, dashboard.replaceAll('\\"', '"')].join('\n');
    const patterns = new Set([...text.matchAll(/route=~"([^"]+)"/g)].map(([, pattern = '']) => pattern));
    const paths = await readClassifyingPaths();
    expect(patterns.size).toBeGreaterThan(0);
    for (const pattern of patterns) {
      expect(paths.filter((path) => !new RegExp(`^(${pattern})$`).test(path))).toEqual([]);
    }
  });

  // `npx vitest run --project deploy alerts -u` writes it.
  it('are the rules of the group for Azure', async () => {
    const template = JSON.stringify(toAzureTemplate(rule), undefined, 2);
    await expect(`${template}\n`).toMatchFileSnapshot(join(repository, AZURE_RULE_GROUP_FILE));
  });

  it('use the objectives of the load scenarios', () => {
    const getExpression = (name: string) => alerts.find(({ alert }) => alert === name)?.expr ?? '';
    expect(getExpression('SentimentErrorsFast').match(/[\d.]+ \* [\d.]+/g)).toEqual(
      Array.from({ length: 2 }, () => `14.4 * ${objectives.errorRatio}`),
    );
    expect(getExpression('SentimentErrorsSlow').match(/[\d.]+ \* [\d.]+/g)).toEqual(
      Array.from({ length: 2 }, () => `6 * ${objectives.errorRatio}`),
    );
    expect(getExpression('SentimentAnswersSlow')).toMatch(new RegExp(`> ${objectives.p99Seconds}\n`));
  });
});

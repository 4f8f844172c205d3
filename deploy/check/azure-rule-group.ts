import type { PrometheusRule } from './alert-rules.js';

/** Relative to the repository. */
export const AZURE_RULE_GROUP_FILE = 'deploy/components/monitoring-azure/rule-group.json';

/** Azure counts from 0 (critical) to 4 (verbose). */
const SEVERITIES: Readonly<Record<string, number>> = { critical: 1, warning: 2, info: 3 };

/**
 * The rules as an ARM template for Azure's managed Prometheus, which reads no PrometheusRule.
 * https://learn.microsoft.com/azure/templates/microsoft.alertsmanagement/prometheusrulegroups
 */
export function toAzureTemplate({ spec }: PrometheusRule): object {
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: {
      workspaceId: { type: 'string', metadata: { description: 'Resource id of the Azure Monitor workspace.' } },
      clusterName: { type: 'string', metadata: { description: 'Name of the AKS cluster.' } },
      actionGroupId: { type: 'string', metadata: { description: 'Resource id of the action group to call.' } },
    },
    resources: spec.groups.map(({ name, rules }) => ({
      type: 'Microsoft.AlertsManagement/prometheusRuleGroups',
      apiVersion: '2023-03-01',
      name,
      location: '[resourceGroup().location]',
      properties: {
        scopes: ["[parameters('workspaceId')]"],
        clusterName: "[parameters('clusterName')]",
        enabled: true,
        interval: 'PT1M',
        rules: rules.map(toAzureRule),
      },
    })),
  };
}

function toAzureRule(rule: PrometheusRule['spec']['groups'][number]['rules'][number]): object {
  if (rule.record !== undefined) return { record: rule.record, expression: rule.expr };
  return {
    alert: rule.alert,
    expression: rule.expr,
    for: toIsoDuration(rule.for ?? '0m'),
    severity: SEVERITIES[rule.labels?.severity ?? ''],
    labels: rule.labels,
    annotations: rule.annotations,
    resolveConfiguration: { autoResolved: true, timeToResolve: 'PT10M' },
    actions: [{ actionGroupId: "[parameters('actionGroupId')]" }],
  };
}

/** @param duration of Prometheus, such as `10m` @returns the same as ISO 8601, such as `PT10M` */
function toIsoDuration(duration: string): string {
  return `PT${duration.toUpperCase()}`;
}

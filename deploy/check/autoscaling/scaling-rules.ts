import { filterByKind, getName, type Manifest } from '../manifest.js';
import type { ScaledObject, Trigger } from './read-autoscaler.js';

/**
 * Checks the triggers of KEDA. A queue is empty while the pods are busy and keep up, so CPU has to be a trigger too. The wait of
 * a pod does not shrink with the number of pods, so it is an average that is compared with the threshold as it is.
 */
export function scalingRuleViolations(manifests: readonly Manifest[]): string[] {
  return filterByKind<ScaledObject>(manifests, 'ScaledObject').flatMap((scaled) => {
    const { triggers } = scaled.spec;
    const violations = triggers.some(({ type }) => type === 'cpu')
      ? []
      : ['no trigger follows the CPU: busy pods without a queue would be taken away'];
    const queries = triggers.filter(({ type }) => type === 'prometheus');
    violations.push(...queries.flatMap((trigger) => queryViolations(trigger, scaled.metadata.namespace)));
    return violations.map((violation) => `${getName(scaled)}: ${violation}`);
  });
}

function queryViolations({ metricType, metadata }: Trigger, namespace = ''): string[] {
  const { query = '' } = metadata;
  const violations: string[] = [];
  if (metricType !== 'Value' || !query.startsWith('avg(')) {
    violations.push('the query is not an average of the type Value: its threshold would be divided by the pods');
  }
  const [, queried = ''] = /namespace="([^"]*)"/.exec(query) ?? [];
  if (queried !== namespace) violations.push(`the query is about the namespace "${queried}", not ${namespace}`);
  return violations;
}

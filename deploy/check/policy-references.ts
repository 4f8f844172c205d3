import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2.js';
import type { Service } from 'kubernetes-types/core/v1.js';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.js';
import type { ScaledObject } from './autoscaling/read-autoscaler.js';
import { findScaledWorkload } from './canary.js';
import { filterByKind, getName, selects, selectWorkloads, type Labels, type Manifest } from './manifest.js';

interface ServiceMonitor {
  readonly spec: {
    readonly selector: { readonly matchLabels?: Labels };
    readonly endpoints: readonly { readonly port?: string }[];
  };
}

/** Finds missing objects that autoscalers, disruption budgets and monitors refer to. */
export function policyReferenceViolations(manifests: readonly Manifest[]): string[] {
  return [...scalerViolations(manifests), ...budgetViolations(manifests), ...monitorViolations(manifests)];
}

function scalerViolations(manifests: readonly Manifest[]): string[] {
  const scalers = [
    ...filterByKind<HorizontalPodAutoscaler>(manifests, 'HorizontalPodAutoscaler'),
    ...filterByKind<ScaledObject>(manifests, 'ScaledObject'),
  ];
  return scalers.flatMap((scaler) => {
    const { kind = 'Deployment', name } = scaler.spec?.scaleTargetRef ?? { name: '' };
    const target = findScaledWorkload(manifests, { kind, name });
    if (!target) return [`${getName(scaler)}: there is no ${kind} ${name} to scale`];
    const metrics = scaler.spec && 'metrics' in scaler.spec ? (scaler.spec.metrics ?? []) : [];
    const containers = target.spec.template.spec?.containers.map((each) => each.name) ?? [];
    return metrics
      .map(({ containerResource }) => containerResource?.container)
      .filter((container) => container !== undefined && !containers.includes(container))
      .map((container) => `${getName(scaler)}: ${kind} ${name} has no container ${container ?? ''}`);
  });
}

function budgetViolations(manifests: readonly Manifest[]): string[] {
  return filterByKind<PodDisruptionBudget>(manifests, 'PodDisruptionBudget')
    .filter(({ spec }) => selectWorkloads(manifests, spec?.selector?.matchLabels).length === 0)
    .map((budget) => `${getName(budget)}: its selector selects no pods`);
}

function monitorViolations(manifests: readonly Manifest[]): string[] {
  return filterByKind<ServiceMonitor>(manifests, 'ServiceMonitor').flatMap((monitor) => {
    const { selector, endpoints } = monitor.spec;
    const services = filterByKind<Service>(manifests, 'Service').filter(({ metadata }) => {
      return selects(selector.matchLabels, metadata.labels);
    });
    if (services.length === 0) return [`${getName(monitor)}: its selector selects no Service`];
    return endpoints
      .filter(({ port }) => !services.some(({ spec }) => spec?.ports?.some(({ name }) => name === port)))
      .map(({ port = '' }) => `${getName(monitor)}: no Service that it selects has a port ${port}`);
  });
}

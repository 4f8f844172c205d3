import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2.js';
import type { Service } from 'kubernetes-types/core/v1.js';
import type { NetworkPolicy, NetworkPolicyPeer } from 'kubernetes-types/networking/v1.js';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.js';
import { filterByKind, getName, hasPort, selects, selectWorkloads, type Labels, type Manifest } from './manifest.js';

interface ScaledObject {
  readonly spec: { readonly scaleTargetRef: { readonly kind?: string; readonly name: string } };
}

interface ServiceMonitor {
  readonly spec: {
    readonly selector: { readonly matchLabels?: Labels };
    readonly endpoints: readonly { readonly port?: string }[];
  };
}

/** Label of pods that a controller creates for a Gateway of the Gateway API. */
const GATEWAY_LABEL = 'gateway.networking.k8s.io/gateway-name';

/** Finds missing objects that autoscalers, disruption budgets, network policies and monitors refer to. */
export function policyReferenceViolations(manifests: readonly Manifest[]): string[] {
  return [
    ...scalerViolations(manifests),
    ...budgetViolations(manifests),
    ...networkPolicyViolations(manifests),
    ...monitorViolations(manifests),
  ];
}

function scalerViolations(manifests: readonly Manifest[]): string[] {
  const scalers = [
    ...filterByKind<HorizontalPodAutoscaler>(manifests, 'HorizontalPodAutoscaler'),
    ...filterByKind<ScaledObject>(manifests, 'ScaledObject'),
  ];
  return scalers.flatMap((scaler) => {
    const { kind = 'Deployment', name } = scaler.spec?.scaleTargetRef ?? { name: '' };
    const [target] = selectWorkloads(manifests, undefined).filter(
      (workload) => getName(workload) === `${kind}/${name}`,
    );
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

function networkPolicyViolations(manifests: readonly Manifest[]): string[] {
  const matchesPods = (labels: Labels | undefined) => {
    const gateway = labels?.[GATEWAY_LABEL];
    if (gateway !== undefined)
      return filterByKind(manifests, 'Gateway').some(({ metadata }) => metadata.name === gateway);
    return selectWorkloads(manifests, labels).length > 0;
  };
  return filterByKind<NetworkPolicy>(manifests, 'NetworkPolicy').flatMap((policy) => {
    const { podSelector, ingress = [], egress = [] } = policy.spec ?? { podSelector: {} };
    const own = selectWorkloads(manifests, podSelector.matchLabels);
    const violations = matchesPods(podSelector.matchLabels) ? [] : ['its podSelector selects no pods'];
    for (const { ports = [] } of ingress) {
      const missing = ports.filter(({ port }) => typeof port === 'string' && !own.some((each) => hasPort(each, port)));
      violations.push(...missing.map(({ port = '' }) => `its pods have no port ${port} to let in`));
    }
    const rules = [
      ...ingress.map(({ from = [], ports = [] }) => ({ peers: from, ports })),
      ...egress.map(({ to = [], ports = [] }) => ({ peers: to, ports })),
    ];
    const peers = rules.flatMap((rule) => rule.peers).filter(isInThisNamespace);
    const unmatched = peers.filter(({ podSelector: peer }) => !matchesPods(peer?.matchLabels));
    violations.push(...unmatched.map(() => 'a peer in this namespace selects no pods'));
    for (const { to = [], ports = [] } of egress) {
      const targets = to
        .filter(isInThisNamespace)
        .flatMap((peer) => selectWorkloads(manifests, peer.podSelector?.matchLabels));
      const missing = ports.filter(
        ({ port }) => typeof port === 'string' && !targets.some((each) => hasPort(each, port)),
      );
      violations.push(...missing.map(({ port = '' }) => `the pods that it lets out to have no port ${port}`));
    }
    return violations.map((violation) => `${getName(policy)}: ${violation}`);
  });
}

const isInThisNamespace = ({ podSelector, namespaceSelector }: NetworkPolicyPeer) => {
  return podSelector !== undefined && namespaceSelector === undefined;
};

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

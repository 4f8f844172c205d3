import type { Service } from 'kubernetes-types/core/v1.js';
import type { NetworkPolicy, NetworkPolicyIngressRule } from 'kubernetes-types/networking/v1.js';
import type { ScaledObject } from './autoscaling/read-autoscaler.js';
import { listExposedServices } from './exposure.js';
import {
  filterByKind,
  getName,
  getPortNumber,
  getSettings,
  selects,
  selectWorkloads,
  type Labels,
  type Manifest,
  type Workload,
} from './manifest.js';
import { listBackends } from './traffic-references.js';

interface ServiceMonitor {
  readonly spec: {
    readonly selector: { readonly matchLabels?: Labels };
    readonly endpoints: readonly { readonly port?: string }[];
  };
}

/**
 * Checks that Prometheus reads the metrics, and that no client does. The port METRICS_PORT asks for no key, so no gateway
 * leads to it, and network policies name the pods that reach it.
 */
export function metricsAccessViolations(manifests: readonly Manifest[]): string[] {
  // A batch runs no service, and so has no settings of it.
  if (filterByKind(manifests, 'Deployment').length === 0 && filterByKind(manifests, 'Service').length === 0) return [];
  const { METRICS_PORT = '0', PORT } = getSettings(manifests);
  const metricsPort = Number(METRICS_PORT);
  if (metricsPort === 0 || METRICS_PORT === PORT) {
    return ['settings: METRICS_PORT is not set: the metrics would be on the port of the clients'];
  }
  return [
    ...exposedMetricsViolations(manifests, metricsPort),
    ...policyViolations(manifests, metricsPort),
    ...monitorViolations(manifests, metricsPort),
    ...scalerViolations(manifests),
  ];
}

function exposedMetricsViolations(manifests: readonly Manifest[], metricsPort: number): string[] {
  const services = listExposedServices(manifests)
    .filter((service) => getTargetPorts(service, manifests).includes(metricsPort))
    .map(getName);
  const routes = listBackends(manifests)
    .filter(({ service: name, port }) => {
      const service = filterByKind<Service>(manifests, 'Service').find(({ metadata }) => metadata.name === name);
      return service && getTargetPorts(service, manifests, port).includes(metricsPort);
    })
    .map(({ route }) => route);
  return [...services, ...routes].map((name) => `${name}: it leads clients to the metrics`);
}

function policyViolations(manifests: readonly Manifest[], metricsPort: number): string[] {
  return listIngressRules(manifests)
    .filter(({ rule, workload }) => admits(rule, workload, metricsPort) && (rule.from ?? []).length === 0)
    .map(({ policy }) => `${policy}: it lets every pod read the metrics`);
}

function monitorViolations(manifests: readonly Manifest[], metricsPort: number): string[] {
  return filterByKind<ServiceMonitor>(manifests, 'ServiceMonitor').flatMap((monitor) => {
    const { selector, endpoints } = monitor.spec;
    const services = filterByKind<Service>(manifests, 'Service').filter(({ metadata }) => {
      return selects(selector.matchLabels, metadata.labels);
    });
    const ports = services.flatMap((service) => {
      return endpoints.flatMap(({ port }) => getTargetPorts(service, manifests, port));
    });
    const violations: string[] = [];
    if (ports.some((port) => port !== metricsPort)) {
      violations.push(`it reads the port ${ports.join()}, but the metrics are on ${metricsPort}`);
    }
    if (!listIngressRules(manifests).some(({ rule, workload }) => admits(rule, workload, metricsPort))) {
      violations.push('no NetworkPolicy lets Prometheus read the metrics');
    }
    return violations.map((violation) => `${getName(monitor)}: ${violation}`);
  });
}

/** KEDA asks Prometheus for the metrics, so Prometheus must read them. */
function scalerViolations(manifests: readonly Manifest[]): string[] {
  if (filterByKind(manifests, 'ServiceMonitor').length > 0) return [];
  return filterByKind<ScaledObject>(manifests, 'ScaledObject')
    .filter(({ spec }) => spec.triggers.some(({ type }) => type === 'prometheus'))
    .map((scaler) => `${getName(scaler)}: it needs metrics that no ServiceMonitor reads`);
}

interface IngressRule {
  /** `Kind/name` of the policy. */
  readonly policy: string;
  readonly rule: NetworkPolicyIngressRule;
  readonly workload: Workload;
}

/** @returns each ingress rule with each workload that it applies to */
function listIngressRules(manifests: readonly Manifest[]): IngressRule[] {
  return filterByKind<NetworkPolicy>(manifests, 'NetworkPolicy').flatMap((policy) => {
    const workloads = selectWorkloads(manifests, policy.spec?.podSelector.matchLabels);
    return (policy.spec?.ingress ?? []).flatMap((rule) => {
      return workloads.map((workload) => ({ policy: getName(policy), rule, workload }));
    });
  });
}

/** @returns whether the rule admits the port; a rule without ports admits all ports */
function admits({ ports = [] }: NetworkPolicyIngressRule, workload: Workload, wanted: number): boolean {
  if (getPortNumber(workload, wanted) === undefined) return false;
  return (
    ports.length === 0 ||
    ports.some(({ port, endPort }) => {
      if (port === undefined) return true;
      if (typeof port === 'string') return getPortNumber(workload, port) === wanted;
      return port <= wanted && wanted <= (endPort ?? port);
    })
  );
}

/** @returns the container ports of a Service; only those of one of its ports if that is given by name or number */
function getTargetPorts(
  { spec }: Service,
  manifests: readonly Manifest[],
  wanted?: string | number,
): (number | undefined)[] {
  return (spec?.ports ?? [])
    .filter(({ name, port }) => wanted === undefined || name === wanted || port === wanted)
    .flatMap(({ port, targetPort = port }) => {
      return selectWorkloads(manifests, spec?.selector).map((workload) => getPortNumber(workload, targetPort));
    });
}

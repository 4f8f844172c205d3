import type {
  NetworkPolicy,
  NetworkPolicyEgressRule,
  NetworkPolicyIngressRule,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from 'kubernetes-types/networking/v1.js';
import {
  filterByKind,
  getName,
  hasPort,
  selectWorkloads,
  type Labels,
  type Manifest,
  type Workload,
} from './manifest.js';

/** Label of pods that a controller creates for a Gateway of the Gateway API. */
const GATEWAY_LABEL = 'gateway.networking.k8s.io/gateway-name';
/** Ports of Istio's proxy, which the mesh adds to a pod: merged metrics, health, its own metrics. */
const PROXY_PORTS: readonly (number | string)[] = [15020, 15021, 15090];

/** Finds pods and ports that network policies refer to and that do not exist, and ports by name. */
export function networkPolicyViolations(manifests: readonly Manifest[]): string[] {
  return filterByKind<NetworkPolicy>(manifests, 'NetworkPolicy').flatMap((policy) => {
    const { podSelector, ingress = [], egress = [] } = policy.spec ?? { podSelector: {} };
    const violations = [
      ...(matchesPods(podSelector.matchLabels, manifests) ? [] : ['its podSelector selects no pods']),
      ...peerViolations(ingress, egress, manifests),
      ...portNameViolations([...ingress, ...egress]),
      ...ingressPortViolations(ingress, selectWorkloads(manifests, podSelector.matchLabels)),
      ...egressPortViolations(egress, manifests),
    ];
    return violations.map((violation) => `${getName(policy)}: ${violation}`);
  });
}

function matchesPods(labels: Labels | undefined, manifests: readonly Manifest[]): boolean {
  const gateway = labels?.[GATEWAY_LABEL];
  if (gateway === undefined) return selectWorkloads(manifests, labels).length > 0;
  return filterByKind(manifests, 'Gateway').some(({ metadata }) => metadata.name === gateway);
}

function peerViolations(
  ingress: readonly NetworkPolicyIngressRule[],
  egress: readonly NetworkPolicyEgressRule[],
  manifests: readonly Manifest[],
): string[] {
  return [...ingress.map(({ from = [] }) => from), ...egress.map(({ to = [] }) => to)]
    .flat()
    .filter(isInThisNamespace)
    .filter(({ podSelector }) => !matchesPods(podSelector?.matchLabels, manifests))
    .map(() => 'a peer in this namespace selects no pods');
}

/**
 * Azure CNI powered by Cilium drops a whole rule when another pod has a port of the same name (cilium/cilium#30003), and Azure
 * Network Policy Manager does not support names in egress rules.
 */
function portNameViolations(rules: readonly { readonly ports?: readonly NetworkPolicyPort[] }[]): string[] {
  return rules
    .flatMap(({ ports = [] }) => ports)
    .filter(({ port }) => typeof port === 'string')
    .map(({ port = '' }) => `the port ${port} is a name: not every network policy engine of Azure supports it`);
}

function ingressPortViolations(ingress: readonly NetworkPolicyIngressRule[], workloads: readonly Workload[]): string[] {
  // The pods of a gateway are not among the manifests.
  if (workloads.length === 0) return [];
  return ingress
    .flatMap(({ ports = [] }) => ports)
    .filter((port) => !isRange(port) && !PROXY_PORTS.includes(port.port ?? '') && !haveSomePort(port, workloads))
    .map(({ port = '' }) => `its pods have no port ${port} to let in`);
}

function egressPortViolations(egress: readonly NetworkPolicyEgressRule[], manifests: readonly Manifest[]): string[] {
  return egress.flatMap(({ to = [], ports = [] }) => {
    const targets = to
      .filter(isInThisNamespace)
      .flatMap(({ podSelector }) => selectWorkloads(manifests, podSelector?.matchLabels));
    if (targets.length === 0) return [];
    return ports
      .filter((port) => !isRange(port) && !haveSomePort(port, targets))
      .map(({ port = '' }) => `the pods that it lets out to have no port ${port}`);
  });
}

function isRange({ port, endPort }: NetworkPolicyPort): boolean {
  return port === undefined || endPort !== undefined;
}

function haveSomePort({ port = '' }: NetworkPolicyPort, workloads: readonly Workload[]): boolean {
  return workloads.some((workload) => hasPort(workload, port));
}

function isInThisNamespace({ podSelector, namespaceSelector }: NetworkPolicyPeer): boolean {
  return podSelector !== undefined && namespaceSelector === undefined;
}

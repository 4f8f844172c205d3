import type { Deployment } from 'kubernetes-types/apps/v1.js';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2.js';
import type { Container, Namespace, PodSpec } from 'kubernetes-types/core/v1.js';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.js';
import { filterByKind, getName, getWorkloads, type Manifest } from './manifest.js';
import { parseQuantity } from './quantity.js';

const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'] as const;
const SCALING_POLICIES = ['Pods', 'Percent'];
/** Kinds without a namespace. */
const CLUSTER_WIDE = ['Namespace', 'PriorityClass'];
/** The image of the service, whatever its registry is. */
const OWN_IMAGE = /(^|\/)sentiment[:@]/;

/**
 * Checks every workload against the rules of this repository: Pod Security (restricted), resources, probes, scaling and
 * namespaces.
 */
export function podViolations(manifests: readonly Manifest[]): string[] {
  return [
    ...getWorkloads(manifests).flatMap((workload) => {
      const pod = workload.spec.template.spec ?? { containers: [] };
      const violations = [
        ...podSecurityViolations(pod),
        ...nodeViolations(pod),
        ...[...pod.containers, ...(pod.initContainers ?? [])].flatMap((container) => {
          return containerViolations(container, workload.kind);
        }),
      ];
      return violations.map((violation) => `${getName(workload)}: ${violation}`);
    }),
    ...scalingViolations(manifests),
    ...namespaceViolations(manifests),
  ];
}

function podSecurityViolations(pod: PodSpec): string[] {
  const { securityContext, automountServiceAccountToken, enableServiceLinks, hostNetwork, hostPID, hostIPC } = pod;
  const violations: string[] = [];
  if (securityContext?.runAsNonRoot !== true) violations.push('runAsNonRoot is not true');
  if ((securityContext?.runAsUser ?? 0) < 10_000) violations.push('runAsUser is below 10000');
  if (securityContext?.seccompProfile?.type !== 'RuntimeDefault')
    violations.push('seccompProfile is not RuntimeDefault');
  if (automountServiceAccountToken !== false) violations.push('the token of its service account is mounted');
  if (enableServiceLinks !== false) violations.push("environment variables of the namespace's Services are set");
  if (hostNetwork || hostPID || hostIPC) violations.push("it is in one of the host's namespaces");
  if (pod.volumes?.some(({ hostPath }) => hostPath)) violations.push('it mounts a path of the host');
  return violations;
}

/** A cluster may have nodes of Windows, and of processors that the image is not built for. */
function nodeViolations({ nodeSelector = {}, affinity, containers }: PodSpec): string[] {
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  // A node has to match one term.
  const isSelected = (label: string) => {
    const hasLabel = terms.map(({ matchExpressions = [] }) => matchExpressions.some(({ key }) => key === label));
    return label in nodeSelector || (hasLabel.length > 0 && hasLabel.every(Boolean));
  };
  // The images of others are for each processor.
  const isOwn = containers.some(({ image = '' }) => OWN_IMAGE.test(image));
  const labels = ['kubernetes.io/os', ...(isOwn ? ['kubernetes.io/arch'] : [])];
  return labels.filter((label) => !isSelected(label)).map((label) => `it selects no nodes by ${label}`);
}

function containerViolations(container: Container, workloadKind: string): string[] {
  const { name, image = '', securityContext, resources } = container;
  const violations: string[] = [];
  if (!/@sha256:[0-9a-f]{64}$/.test(image) && (!/:[^/:]+$/.test(image) || image.endsWith(':latest'))) {
    violations.push(`the image ${image} has no fixed tag`);
  }
  if (securityContext?.readOnlyRootFilesystem !== true) violations.push('its root file system can be written');
  if (securityContext?.allowPrivilegeEscalation !== false) violations.push('privileges may be escalated');
  if (securityContext?.privileged === true) violations.push('it is privileged');
  if (securityContext?.runAsUser === 0) violations.push('it runs as root');
  if (!securityContext?.capabilities?.drop?.includes('ALL')) violations.push('not all capabilities are dropped');
  for (const resource of RESOURCES) {
    const request = resources?.requests?.[resource];
    const limit = resources?.limits?.[resource];
    if (request === undefined || limit === undefined) {
      violations.push(`no request or no limit for ${resource}`);
      continue;
    }
    const [requested, limited] = [parseQuantity(request), parseQuantity(limit)];
    if (Number.isNaN(requested)) violations.push(`the request for ${resource} is no quantity: ${request}`);
    if (Number.isNaN(limited)) violations.push(`the limit for ${resource} is no quantity: ${limit}`);
    if (requested > limited) violations.push(`the request for ${resource} is above its limit`);
  }
  if (resources?.requests?.memory !== resources?.limits?.memory && workloadKind !== 'Job') {
    violations.push('memory is overcommitted: the request is not the limit');
  }
  if (workloadKind !== 'Job') violations.push(...probeViolations(container));
  return violations.map((violation) => `${name}: ${violation}`);
}

function probeViolations({ readinessProbe, livenessProbe, startupProbe }: Container): string[] {
  const violations: string[] = [];
  if (!startupProbe) violations.push('there is no startupProbe');
  if (!readinessProbe) violations.push('there is no readinessProbe');
  if (!livenessProbe) violations.push('there is no livenessProbe');
  if (readinessProbe?.httpGet && readinessProbe.httpGet.path === livenessProbe?.httpGet?.path) {
    violations.push('livenessProbe and readinessProbe ask the same: what only has to wait would be restarted');
  }
  return violations;
}

function scalingViolations(manifests: readonly Manifest[]): string[] {
  const violations: string[] = [];
  const scalers = filterByKind<HorizontalPodAutoscaler>(manifests, 'HorizontalPodAutoscaler');
  const scaledBy = [...scalers, ...filterByKind(manifests, 'ScaledObject')].map(getName);
  if (scaledBy.length > 1) violations.push(`${scaledBy.join(' and ')} would fight`);
  for (const deployment of filterByKind<Deployment>(manifests, 'Deployment')) {
    const { replicas, strategy } = deployment.spec ?? {};
    if (scaledBy.length > 0 && replicas !== undefined) {
      violations.push(
        `${getName(deployment)}: spec.replicas would be set back at each apply, beside ${scaledBy.join()}`,
      );
    }
    const { maxSurge = '25%', maxUnavailable = '25%' } = strategy?.rollingUpdate ?? {};
    if (Number.parseInt(String(maxSurge)) === 0 && Number.parseInt(String(maxUnavailable)) === 0) {
      violations.push(`${getName(deployment)}: neither one pod more nor one less is allowed, so none can be replaced`);
    }
    if (typeof maxSurge === 'number' && maxSurge > 0) {
      violations.push(`${getName(deployment)}: maxSurge is no percentage: a roll-out of many pods takes too long`);
    }
    if (maxUnavailable !== 0)
      violations.push(`${getName(deployment)}: a roll-out goes below the wanted number of pods`);
  }
  for (const scaler of scalers) {
    const { minReplicas = 1, maxReplicas = 1, behavior } = scaler.spec ?? {};
    if (minReplicas > maxReplicas) violations.push(`${getName(scaler)}: minReplicas is above maxReplicas`);
    for (const { type } of [...(behavior?.scaleUp?.policies ?? []), ...(behavior?.scaleDown?.policies ?? [])]) {
      if (!SCALING_POLICIES.includes(type)) violations.push(`${getName(scaler)}: there is no scaling policy ${type}`);
    }
  }
  for (const budget of filterByKind<PodDisruptionBudget>(manifests, 'PodDisruptionBudget')) {
    const { maxUnavailable, minAvailable } = budget.spec ?? {};
    if (maxUnavailable === undefined || Number.parseInt(String(maxUnavailable)) === 0 || minAvailable !== undefined) {
      violations.push(`${getName(budget)}: nodes could not be drained, or only while there are more pods than that`);
    }
  }
  return violations;
}

function namespaceViolations(manifests: readonly Manifest[]): string[] {
  const violations: string[] = [];
  const namespaces = filterByKind<Namespace>(manifests, 'Namespace');
  for (const manifest of manifests.filter(({ kind }) => !CLUSTER_WIDE.includes(kind))) {
    if (!namespaces.some(({ metadata }) => metadata.name === manifest.metadata.namespace)) {
      violations.push(`${getName(manifest)}: its namespace ${manifest.metadata.namespace ?? '(none)'} is not here`);
    }
  }
  for (const namespace of namespaces) {
    if (namespace.metadata.labels?.['pod-security.kubernetes.io/enforce'] !== 'restricted') {
      violations.push(`${getName(namespace)}: Pod Security is not restricted`);
    }
    const denies = filterByKind<{ spec: { podSelector: object; policyTypes?: string[] } }>(
      manifests,
      'NetworkPolicy',
    ).some(({ spec }) => Object.keys(spec.podSelector).length === 0 && spec.policyTypes?.length === 2);
    if (!denies) violations.push(`${getName(namespace)}: nothing denies traffic that no NetworkPolicy allows`);
  }
  return violations;
}

import type { Deployment } from 'kubernetes-types/apps/v1.js';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2.js';
import type { Container, Namespace, PodSpec } from 'kubernetes-types/core/v1.js';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.js';
import { nameOf, ofKind, workloadsIn, type Manifest } from './manifest.js';
import { parseQuantity } from './quantity.js';

const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'] as const;
const SCALING_POLICIES = ['Pods', 'Percent'];
/** Kinds that belong to the cluster, not to a namespace. */
const CLUSTER_WIDE = ['Namespace'];

/**
 * What the house demands of every workload beyond its schema: what the API server, Pod Security (restricted), or a reviewer
 * would find.
 */
export function podFaults(manifests: readonly Manifest[]): string[] {
  return [
    ...workloadsIn(manifests).flatMap((workload) => {
      const pod = workload.spec.template.spec ?? { containers: [] };
      const faults = [
        ...podSecurityFaults(pod),
        ...pod.containers.flatMap((container) => containerFaults(container, workload.kind)),
      ];
      return faults.map((fault) => `${nameOf(workload)}: ${fault}`);
    }),
    ...scalingFaults(manifests),
    ...namespaceFaults(manifests),
  ];
}

function podSecurityFaults(pod: PodSpec): string[] {
  const { securityContext, automountServiceAccountToken, enableServiceLinks, hostNetwork, hostPID, hostIPC } = pod;
  const faults: string[] = [];
  if (securityContext?.runAsNonRoot !== true) faults.push('runAsNonRoot is not true');
  if ((securityContext?.runAsUser ?? 0) < 10_000) faults.push('runAsUser is below 10000');
  if (securityContext?.seccompProfile?.type !== 'RuntimeDefault') faults.push('seccompProfile is not RuntimeDefault');
  if (automountServiceAccountToken !== false) faults.push('the token of its service account is mounted');
  if (enableServiceLinks !== false) faults.push("environment variables of the namespace's Services are set");
  if (hostNetwork || hostPID || hostIPC) faults.push("it is in one of the host's namespaces");
  if (pod.volumes?.some(({ hostPath }) => hostPath)) faults.push('it mounts a path of the host');
  return faults;
}

function containerFaults(container: Container, workloadKind: string): string[] {
  const { name, image = '', securityContext, resources } = container;
  const faults: string[] = [];
  if (!/@sha256:[0-9a-f]{64}$/.test(image) && (!/:[^/:]+$/.test(image) || image.endsWith(':latest'))) {
    faults.push(`the image ${image} has no fixed tag`);
  }
  if (securityContext?.readOnlyRootFilesystem !== true) faults.push('its root file system can be written');
  if (securityContext?.allowPrivilegeEscalation !== false) faults.push('privileges may be escalated');
  if (securityContext?.privileged === true) faults.push('it is privileged');
  if (securityContext?.runAsUser === 0) faults.push('it runs as root');
  if (!securityContext?.capabilities?.drop?.includes('ALL')) faults.push('not all capabilities are dropped');
  for (const resource of RESOURCES) {
    const request = resources?.requests?.[resource];
    const limit = resources?.limits?.[resource];
    if (request === undefined || limit === undefined) {
      faults.push(`no request or no limit for ${resource}`);
      continue;
    }
    const [requested, limited] = [parseQuantity(request), parseQuantity(limit)];
    if (Number.isNaN(requested)) faults.push(`the request for ${resource} is no quantity: ${request}`);
    if (Number.isNaN(limited)) faults.push(`the limit for ${resource} is no quantity: ${limit}`);
    if (requested > limited) faults.push(`the request for ${resource} is above its limit`);
  }
  if (resources?.requests?.memory !== resources?.limits?.memory && workloadKind !== 'Job') {
    faults.push('memory is overcommitted: the request is not the limit');
  }
  if (workloadKind !== 'Job') faults.push(...probeFaults(container));
  return faults.map((fault) => `${name}: ${fault}`);
}

function probeFaults({ readinessProbe, livenessProbe, startupProbe }: Container): string[] {
  const faults: string[] = [];
  if (!startupProbe) faults.push('there is no startupProbe');
  if (!readinessProbe) faults.push('there is no readinessProbe');
  if (!livenessProbe) faults.push('there is no livenessProbe');
  if (readinessProbe?.httpGet && readinessProbe.httpGet.path === livenessProbe?.httpGet?.path) {
    faults.push('livenessProbe and readinessProbe ask the same: what only has to wait would be restarted');
  }
  return faults;
}

function scalingFaults(manifests: readonly Manifest[]): string[] {
  const faults: string[] = [];
  const scalers = ofKind<HorizontalPodAutoscaler>(manifests, 'HorizontalPodAutoscaler');
  const scaledBy = [...scalers, ...ofKind(manifests, 'ScaledObject')].map(nameOf);
  if (scaledBy.length > 1) faults.push(`${scaledBy.join(' and ')} would fight`);
  for (const deployment of ofKind<Deployment>(manifests, 'Deployment')) {
    const { replicas, strategy } = deployment.spec ?? {};
    if (scaledBy.length > 0 && replicas !== undefined) {
      faults.push(`${nameOf(deployment)}: spec.replicas would be set back at each apply, beside ${scaledBy.join()}`);
    }
    const { maxSurge = '25%', maxUnavailable = '25%' } = strategy?.rollingUpdate ?? {};
    if (Number.parseInt(String(maxSurge)) === 0 && Number.parseInt(String(maxUnavailable)) === 0) {
      faults.push(`${nameOf(deployment)}: neither one pod more nor one less is allowed, so none can be replaced`);
    }
    if (maxUnavailable !== 0) faults.push(`${nameOf(deployment)}: a roll-out goes below the wanted number of pods`);
  }
  for (const scaler of scalers) {
    const { minReplicas = 1, maxReplicas = 1, behavior } = scaler.spec ?? {};
    if (minReplicas > maxReplicas) faults.push(`${nameOf(scaler)}: minReplicas is above maxReplicas`);
    for (const { type } of [...(behavior?.scaleUp?.policies ?? []), ...(behavior?.scaleDown?.policies ?? [])]) {
      if (!SCALING_POLICIES.includes(type)) faults.push(`${nameOf(scaler)}: there is no scaling policy ${type}`);
    }
  }
  for (const budget of ofKind<PodDisruptionBudget>(manifests, 'PodDisruptionBudget')) {
    const { maxUnavailable, minAvailable } = budget.spec ?? {};
    if (maxUnavailable === undefined || Number.parseInt(String(maxUnavailable)) === 0 || minAvailable !== undefined) {
      faults.push(`${nameOf(budget)}: nodes could not be drained, or only while there are more pods than that`);
    }
  }
  return faults;
}

function namespaceFaults(manifests: readonly Manifest[]): string[] {
  const faults: string[] = [];
  const namespaces = ofKind<Namespace>(manifests, 'Namespace');
  for (const manifest of manifests.filter(({ kind }) => !CLUSTER_WIDE.includes(kind))) {
    if (!namespaces.some(({ metadata }) => metadata.name === manifest.metadata.namespace)) {
      faults.push(`${nameOf(manifest)}: its namespace ${manifest.metadata.namespace ?? '(none)'} is not here`);
    }
  }
  for (const namespace of namespaces) {
    if (namespace.metadata.labels?.['pod-security.kubernetes.io/enforce'] !== 'restricted') {
      faults.push(`${nameOf(namespace)}: Pod Security is not restricted`);
    }
    const denies = ofKind<{ spec: { podSelector: object; policyTypes?: string[] } }>(manifests, 'NetworkPolicy').some(
      ({ spec }) => Object.keys(spec.podSelector).length === 0 && spec.policyTypes?.length === 2,
    );
    if (!denies) faults.push(`${nameOf(namespace)}: nothing denies traffic that no NetworkPolicy allows`);
  }
  return faults;
}

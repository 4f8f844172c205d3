import type { Deployment } from 'kubernetes-types/apps/v1.js';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2.js';
import type { Job } from 'kubernetes-types/batch/v1.js';
import type { Namespace, ResourceQuota } from 'kubernetes-types/core/v1.js';
import type { ScaledObject } from './autoscaling/read-autoscaler.js';
import { findRollout, findScaledWorkload, getRolloutSurge, type ScaleTarget } from './canary.js';
import { filterByKind, getName, getWorkloads, type Manifest, type Workload } from './manifest.js';
import { parseQuantity } from './quantity.js';

/** Resources of a quota, in cores, bytes and pieces. */
type Resources = Readonly<Record<string, number>>;

/** Istio's defaults for the proxy that it adds to a pod (`global.proxy.resources`). */
const PROXY: Resources = {
  'requests.cpu': parseQuantity('100m'),
  'limits.cpu': parseQuantity('2'),
  'requests.memory': parseQuantity('128Mi'),
  'limits.memory': parseQuantity('1Gi'),
};

/** Checks that each quota holds every pod at the largest scale, with the additional pods of a roll-out and with sidecars. */
export function quotaViolations(manifests: readonly Manifest[]): string[] {
  const claims = filterByKind(manifests, 'PersistentVolumeClaim').length;
  const needed = sum([
    ...getWorkloads(manifests).map((workload) => measureWorkload(workload, manifests)),
    { persistentvolumeclaims: claims },
  ]);
  return filterByKind<ResourceQuota>(manifests, 'ResourceQuota').flatMap((quota) => {
    return Object.entries(quota.spec?.hard ?? {})
      .filter(([resource, hard]) => (needed[resource] ?? 0) > parseQuantity(hard))
      .map(([resource, hard]) => {
        return `${getName(quota)}: the pods need ${needed[resource] ?? 0} of ${resource} in a roll-out, but ${hard} are allowed`;
      });
  });
}

function measureWorkload(workload: Workload, manifests: readonly Manifest[]): Resources {
  const { template, volumeClaimTemplates = [] } = workload.spec;
  const replicas = getMaxReplicas(workload, manifests);
  const pods = replicas + (workload.kind === 'Deployment' ? getSurge(workload, replicas, manifests) : 0);
  const containers = (template.spec?.containers ?? []).map(({ resources }): Resources => {
    const requests = Object.entries(resources?.requests ?? {}).map(([name, value]) => [`requests.${name}`, value]);
    const limits = Object.entries(resources?.limits ?? {}).map(([name, value]) => [`limits.${name}`, value]);
    return Object.fromEntries([...requests, ...limits].map(([name = '', value = '']) => [name, parseQuantity(value)]));
  });
  const pod = sum([...containers, ...(hasProxy(workload, manifests) ? [PROXY] : [])]);
  const all = Object.fromEntries(Object.entries(pod).map(([name, value]) => [name, value * pods]));
  return { ...all, pods, persistentvolumeclaims: volumeClaimTemplates.length * replicas };
}

function getMaxReplicas(workload: Workload, manifests: readonly Manifest[]): number {
  const { spec } = workload;
  const isScaled = (target: ScaleTarget | undefined) => {
    return target !== undefined && findScaledWorkload(manifests, target) === workload;
  };
  const scaler = filterByKind<HorizontalPodAutoscaler>(manifests, 'HorizontalPodAutoscaler').find((each) => {
    return isScaled(each.spec?.scaleTargetRef);
  });
  const scaledObject = filterByKind<ScaledObject>(manifests, 'ScaledObject').find((each) => {
    return isScaled(each.spec.scaleTargetRef);
  });
  if (workload.kind === 'Job') return (workload as Manifest & Job).spec?.parallelism ?? 1;
  const replicas = 'replicas' in spec ? Number(spec.replicas) : 1;
  return scaler?.spec?.maxReplicas ?? scaledObject?.spec.maxReplicaCount ?? replicas;
}

/** @returns the additional pods of a roll-out: Kubernetes rounds a percentage up */
function getSurge(workload: Manifest, replicas: number, manifests: readonly Manifest[]): number {
  const rollout = findRollout(manifests, workload);
  if (rollout) return getRolloutSurge(rollout, replicas);
  const { maxSurge = '25%' } = (workload as Manifest & Deployment).spec?.strategy?.rollingUpdate ?? {};
  return typeof maxSurge === 'number' ? maxSurge : Math.ceil((Number.parseInt(maxSurge) / 100) * replicas);
}

function hasProxy({ metadata, spec }: Workload, manifests: readonly Manifest[]): boolean {
  const isInMesh = filterByKind<Namespace>(manifests, 'Namespace').some((namespace) => {
    return namespace.metadata.name === metadata.namespace && namespace.metadata.labels?.['istio.io/rev'] !== undefined;
  });
  return isInMesh && spec.template.metadata?.labels?.['sidecar.istio.io/inject'] !== 'false';
}

function sum(all: readonly Resources[]): Resources {
  const total: Record<string, number> = {};
  for (const resources of all) {
    for (const [name, value] of Object.entries(resources)) total[name] = (total[name] ?? 0) + value;
  }
  return total;
}

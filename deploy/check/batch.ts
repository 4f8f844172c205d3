import type { Job } from 'kubernetes-types/batch/v1.js';
import type { ConfigMap, Container, PersistentVolumeClaim, PodSpec } from 'kubernetes-types/core/v1.js';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1.js';
import { filterByKind, getName, type Manifest } from './manifest.js';

/** Priority of pods without a PriorityClass, such as those of the service. */
const DEFAULT_PRIORITY = 0;
/** Set by the Job controller in each container of an Indexed Job. */
const INDEX = 'JOB_COMPLETION_INDEX';
/** Exit code of `sentiment` for faults that stay. */
const CANNOT_BE_DONE = 2;
const VARIABLE = /\$\((\w+)\)/g;

/**
 * Checks Jobs that divide work over several pods: every shard runs once, a pod that takes the place of another one continues,
 * and the pods of the service come first.
 */
export function batchViolations(manifests: readonly Manifest[]): string[] {
  return filterByKind<Job>(manifests, 'Job').flatMap((job) => {
    const violations = [
      ...variableViolations(job, manifests),
      ...(job.spec?.completionMode === 'Indexed' ? indexedViolations(job, manifests) : []),
      ...priorityViolations(job, manifests),
    ];
    return violations.map((violation) => `${getName(job)}: ${violation}`);
  });
}

/** Kubernetes leaves `$(NAME)` as it is when the container has no such variable. */
function variableViolations(job: Job, manifests: readonly Manifest[]): string[] {
  return getContainers(job).flatMap((container) => {
    const variables = readVariables(container, job, manifests);
    const names = [...(container.command ?? []), ...(container.args ?? [])].flatMap((argument) => {
      return [...argument.matchAll(VARIABLE)].map(([, name = '']) => name);
    });
    return names
      .filter((name) => !variables.has(name))
      .map((name) => `${container.name} has no variable ${name} for its arguments`);
  });
}

function indexedViolations(job: Job, manifests: readonly Manifest[]): string[] {
  const {
    completions = 1,
    parallelism = 1,
    backoffLimitPerIndex,
    podReplacementPolicy,
    podFailurePolicy,
  } = job.spec ?? {};
  const violations: string[] = [];
  const shards = getContainers(job).map((container) => readVariables(container, job, manifests).get('SHARDS'));
  if (shards.some((count) => count !== String(completions))) {
    violations.push(`it has ${completions} completions, but ${shards.join()} SHARDS`);
  }
  if (backoffLimitPerIndex === undefined) violations.push('the failures of one shard end all shards');
  if (podReplacementPolicy !== 'Failed') violations.push('two pods may write the output of one shard at the same time');
  const ignored = (podFailurePolicy?.rules ?? []).some(({ action, onPodConditions = [] }) => {
    return action === 'Ignore' && onPodConditions.some(({ type }) => type === 'DisruptionTarget');
  });
  if (!ignored) violations.push('an eviction counts as a failure of the shard');
  const ending = (podFailurePolicy?.rules ?? []).filter(({ action }) => action === 'FailIndex');
  if (!ending.some(({ onExitCodes }) => onExitCodes?.values.includes(CANNOT_BE_DONE))) {
    violations.push('a fault that stays is tried again');
  }
  for (const { persistentVolumeClaim } of getPod(job).volumes ?? []) {
    const claim = filterByKind<PersistentVolumeClaim>(manifests, 'PersistentVolumeClaim').find(({ metadata }) => {
      return metadata.name === persistentVolumeClaim?.claimName;
    });
    if (claim && parallelism > 1 && !claim.spec?.accessModes?.includes('ReadWriteMany')) {
      violations.push(`its pods run on several nodes, but one node only may mount ${claim.metadata.name}`);
    }
  }
  return violations;
}

function priorityViolations(job: Job, manifests: readonly Manifest[]): string[] {
  const name = getPod(job).priorityClassName;
  const found = filterByKind<PriorityClass>(manifests, 'PriorityClass').find(({ metadata }) => metadata.name === name);
  if (!found) return [];
  const violations: string[] = [];
  if (found.value >= DEFAULT_PRIORITY) violations.push('its priority is not below that of the service');
  if (found.preemptionPolicy !== 'Never') violations.push('its pods may take the place of other pods');
  return violations;
}

function getPod(job: Job): PodSpec {
  return job.spec?.template.spec ?? { containers: [] };
}

function getContainers(job: Job): Container[] {
  const { containers, initContainers = [] } = getPod(job);
  return [...containers, ...initContainers];
}

/** @returns the values of the environment of a container by their names; undefined for values that the cluster sets */
function readVariables(
  { env = [], envFrom = [] }: Container,
  job: Job,
  manifests: readonly Manifest[],
): ReadonlyMap<string, string | undefined> {
  const maps = envFrom.flatMap(({ configMapRef }) => {
    return filterByKind<ConfigMap>(manifests, 'ConfigMap').filter(
      ({ metadata }) => metadata.name === configMapRef?.name,
    );
  });
  return new Map<string, string | undefined>([
    ...(job.spec?.completionMode === 'Indexed' ? [[INDEX, undefined] as const] : []),
    ...maps.flatMap(({ data = {} }) => Object.entries(data)),
    ...env.map(({ name, value }) => [name, value] as const),
  ]);
}

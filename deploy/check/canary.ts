import { filterByKind, getName, getWorkloads, type Manifest, type Workload } from './manifest.js';
import { listBackends } from './traffic-references.js';

/** The object whose number of pods an autoscaler sets. */
export interface ScaleTarget {
  readonly kind?: string;
  readonly name: string;
}

interface Canary {
  readonly maxUnavailable?: number | string;
  readonly dynamicStableScale?: boolean;
  readonly stableService?: string;
  readonly canaryService?: string;
  readonly steps?: readonly { readonly setWeight?: number }[];
  readonly trafficRouting?: {
    readonly istio?: {
      readonly virtualService?: { readonly name: string; readonly routes?: readonly string[] };
      readonly destinationRule?: {
        readonly name: string;
        readonly stableSubsetName: string;
        readonly canarySubsetName: string;
      };
    };
    readonly plugins?: Readonly<Record<string, { readonly httpRoute?: string }>>;
  };
}

/** A Rollout of Argo Rollouts, as far as the checks read it. */
export interface Rollout extends Manifest {
  readonly spec: {
    readonly workloadRef?: { readonly kind: string; readonly name: string };
    readonly strategy: { readonly canary?: Canary };
  };
}

interface VirtualService {
  readonly spec: {
    readonly http?: readonly {
      readonly name?: string;
      readonly route?: readonly { readonly destination: { readonly subset?: string } }[];
    }[];
  };
}

interface DestinationRule {
  readonly spec: { readonly subsets?: readonly { readonly name: string }[] };
}

const FULL_WEIGHT = 100;
const GATEWAY_API_PLUGIN = 'argoproj-labs/gatewayAPI';

/**
 * Checks each Rollout: an autoscaler scales the Rollout instead of its Deployment, the old version shrinks as the new one grows, and every
 * route of the gateway has both versions, so that a weight is a share of all requests.
 */
export function canaryViolations(manifests: readonly Manifest[]): string[] {
  return filterByKind<Rollout>(manifests, 'Rollout').flatMap((rollout) => {
    const { workloadRef, strategy } = rollout.spec;
    const { canary = {} } = strategy;
    const violations: string[] = [];
    if (!workloadRef || !findWorkload(manifests, workloadRef)) {
      violations.push(`there is no ${workloadRef?.kind ?? 'workload'} ${workloadRef?.name ?? ''} to run`);
    }
    if (!isScaled(manifests, rollout)) violations.push('no autoscaler scales it: it would run one pod');
    if (canary.maxUnavailable !== 0) violations.push('a roll-out goes below the wanted number of pods');
    if (canary.dynamicStableScale !== true) violations.push('the old version keeps all its pods beside the new one');
    violations.push(...istioViolations(manifests, canary), ...gatewayApiViolations(manifests, canary));
    return violations.map((violation) => `${getName(rollout)}: ${violation}`);
  });
}

/** @returns the Rollout that runs the pods of a workload; undefined when the workload runs its own */
export function findRollout(manifests: readonly Manifest[], workload: Manifest): Rollout | undefined {
  return filterByKind<Rollout>(manifests, 'Rollout').find(({ spec: { workloadRef } }) => {
    return workloadRef?.kind === workload.kind && workloadRef.name === workload.metadata.name;
  });
}

/** @returns the workload whose pods an autoscaler scales, also through a Rollout; undefined when there is none */
export function findScaledWorkload(manifests: readonly Manifest[], target: ScaleTarget): Workload | undefined {
  const { kind = 'Deployment', name } = target;
  if (kind !== 'Rollout') return findWorkload(manifests, { kind, name });
  const rollout = filterByKind<Rollout>(manifests, kind).find(({ metadata }) => metadata.name === name);
  return rollout?.spec.workloadRef && findWorkload(manifests, rollout.spec.workloadRef);
}

/**
 * @returns the additional pods of a roll-out. Argo Rollouts starts the pods of a step before it takes the same share of the old version
 *   away, and rounds both shares up (CalculateReplicaCountsForTrafficRoutedCanary)
 */
export function getRolloutSurge({ spec }: Rollout, replicas: number): number {
  const { dynamicStableScale = false, steps = [] } = spec.strategy.canary ?? {};
  if (!dynamicStableScale) return replicas;
  const weights = steps.map(({ setWeight }) => setWeight).filter((weight) => weight !== undefined);
  const increases = [...weights, FULL_WEIGHT].map((weight, index) => weight - (weights[index - 1] ?? 0));
  return Math.ceil((Math.max(...increases) / FULL_WEIGHT) * replicas) + 1;
}

function findWorkload(manifests: readonly Manifest[], { kind, name }: { kind: string; name: string }) {
  return getWorkloads(manifests).find((workload) => workload.kind === kind && workload.metadata.name === name);
}

function isScaled(manifests: readonly Manifest[], { kind, metadata }: Manifest): boolean {
  const scalers = ['HorizontalPodAutoscaler', 'ScaledObject'].flatMap((scaler) => {
    return filterByKind<{ spec: { scaleTargetRef: ScaleTarget } }>(manifests, scaler);
  });
  return scalers.some(({ spec: { scaleTargetRef } }) => {
    return scaleTargetRef.kind === kind && scaleTargetRef.name === metadata.name;
  });
}

function istioViolations(manifests: readonly Manifest[], { trafficRouting }: Canary): string[] {
  const { virtualService, destinationRule } = trafficRouting?.istio ?? {};
  if (!virtualService || !destinationRule) return [];
  const subsets = [destinationRule.stableSubsetName, destinationRule.canarySubsetName];
  const rule = filterByKind<DestinationRule>(manifests, 'DestinationRule').find(({ metadata }) => {
    return metadata.name === destinationRule.name;
  });
  const missing = subsets
    .filter((subset) => !rule?.spec.subsets?.some(({ name }) => name === subset))
    .map((subset) => `the DestinationRule ${destinationRule.name} has no subset ${subset}`);
  const routes = filterByKind<VirtualService>(manifests, 'VirtualService')
    .filter(({ metadata }) => metadata.name === virtualService.name)
    .flatMap(({ spec }) => spec.http ?? []);
  const unknown = (virtualService.routes ?? [])
    .filter((route) => !routes.some(({ name }) => name === route))
    .map((route) => `the VirtualService ${virtualService.name} has no route ${route}`);
  const fixed = routes
    .filter(({ name, route = [] }) => {
      const own = route.map(({ destination }) => destination.subset);
      return !virtualService.routes?.includes(name ?? '') || !subsets.every((subset) => own.includes(subset));
    })
    .map(
      ({ name = '' }) => `the weight does not change the route ${name} of the VirtualService ${virtualService.name}`,
    );
  return [...missing, ...unknown, ...fixed];
}

function gatewayApiViolations(manifests: readonly Manifest[], canary: Canary): string[] {
  const { trafficRouting, stableService = '', canaryService = '' } = canary;
  const plugin = trafficRouting?.plugins?.[GATEWAY_API_PLUGIN];
  if (!plugin) return [];
  const backends = listBackends(manifests).filter(({ route }) => route === `HTTPRoute/${plugin.httpRoute ?? ''}`);
  const count = (name: string) => backends.filter(({ service }) => service === name).length;
  if (backends.length > 0 && count(stableService) === count(canaryService)) return [];
  return [`not every rule of the HTTPRoute ${plugin.httpRoute ?? ''} has the Services of both versions`];
}

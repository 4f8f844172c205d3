import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { repository } from '#libs/testing';
import type { AutoscalerOptions } from '../../../../deploy/check/autoscaling/autoscaler.js';
import type { NodeSupply } from '../../../../deploy/check/autoscaling/pod-set.js';
import { readAutoscaler, type ScaledObject } from '../../../../deploy/check/autoscaling/read-autoscaler.js';
import type { SizingAssumptions } from './sizing.js';

/** None of these figures is measured. docs/scale.md names them, so that readers put in their own. */
export const SIZING_ASSUMPTIONS: SizingAssumptions = {
  peakFactor: 2,
  cpuTarget: 0.7,
  requestedCores: 1,
  minPods: 3,
  minNodes: 3,
  systemNodes: 1,
  podsPerNode: 3,
  coresPerNode: 4,
  ttlSeconds: 86_400,
  redisMemoryRatio: 1.3,
  coreHourUsd: 0.05,
  redisGibHourUsd: 0.02,
};

export const SIZES = [1e6, 100e6, 10e9] as const;
export const HIT_RATES = [0, 0.5, 0.9] as const;

export const NODES: NodeSupply = {
  podsPerNode: SIZING_ASSUMPTIONS.podsPerNode,
  minNodes: SIZING_ASSUMPTIONS.minNodes,
  nodeStartSeconds: 120,
  imagePullSeconds: 15,
  removalSeconds: 600,
};
/** A pod may use 2 cores, but three busy pods share the 4 of a node with the system and with their sidecars. */
export const POD_CORES = 1.2;
/** From the place on a node until the pod is ready, with the time of the Service to notice it. */
export const POD_START_SECONDS = 20;
export const MAX_WAIT_SECONDS = 8;

/** The texts of the scenarios. */
export const POPULARITY = { catalogTexts: 20e6, zipfExponent: 0.9, uniqueShare: 0.3 };
export const CACHES = { memoryTexts: 150_000, redisTexts: 10e6 };

/** More pods than the manifests allow. */
const MAX_REPLICAS = 100;

/** The autoscaler of the component `keda`, with room for more pods. */
export function readKedaAutoscaler(): AutoscalerOptions {
  const file = join(repository, 'deploy/components/keda/scaled-object.yaml');
  return { ...readAutoscaler(parse(readFileSync(file, 'utf8')) as ScaledObject), maxReplicas: MAX_REPLICAS };
}

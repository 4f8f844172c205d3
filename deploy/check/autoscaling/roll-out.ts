import type { PodSet } from './pod-set.js';

/** A new version of a Deployment. */
export interface RollOut {
  readonly startSeconds: number;
  /** Shares of the wanted pods; 0.25 for 25 %. */
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly minReadySeconds: number;
  /** A new model finds none of the predictions in Redis. */
  readonly isNewModel: boolean;
}

/** Replaces pods of the former generation step by step, as the controller of Deployments does. */
export function stepRollOut(pods: PodSet, wanted: number, seconds: number, generation: number, rollOut: RollOut): void {
  const former = generation - 1;
  // Kubernetes rounds the surge up, and the unavailable pods down.
  const mostPods = wanted + Math.ceil(wanted * rollOut.maxSurge);
  const fewestAvailable = wanted - Math.floor(wanted * rollOut.maxUnavailable);
  while (pods.count < mostPods && pods.countGeneration(generation) < wanted) pods.add(seconds, generation);
  while (pods.countGeneration(former) > 0 && pods.countAvailable(seconds, rollOut.minReadySeconds) > fewestAvailable) {
    pods.removeLast(seconds, former);
  }
}

import { Autoscaler, type AutoscalerOptions, type FleetState } from './autoscaler.js';
import { PodSet, type NodeSupply, type Pod } from './pod-set.js';
import { stepRollOut, type RollOut } from './roll-out.js';

/** The capacity of one pod. */
export interface PodCapacity {
  /** CPU limit. */
  readonly limitCores: number;
  readonly requestedCores: number;
  /** CPU time of a text that the model runs, and of one that a cache has. */
  readonly newTextCpuMs: number;
  readonly knownTextCpuMs: number;
  /** From the place on a node until the pod is ready: scheduling, start, readiness probe. */
  readonly startSeconds: number;
  /** A text that would wait longer is refused with 429. */
  readonly maxWaitSeconds: number;
}

/** The share of texts that a cache answers after so many texts. */
export interface CacheCurves {
  /** Of one pod, by the texts that the pod has had. */
  readonly memory: (texts: number) => number;
  /** Of Redis and the memory of the pods together, by the texts that all pods have had. */
  readonly all: (texts: number) => number;
}

export interface FleetOptions {
  /** Texts that arrive in a second. */
  readonly offeredAt: (seconds: number) => number;
  readonly durationSeconds: number;
  readonly pod: PodCapacity;
  readonly autoscaler: AutoscalerOptions;
  /** Ready pods at the beginning; by default the fewest that the autoscaler allows. */
  readonly startPods?: number;
  /** By default every pod finds a node with the image. */
  readonly nodes?: NodeSupply;
  /** By default every text is new. */
  readonly caches?: CacheCurves;
  /** Texts before the beginning. */
  readonly seenTexts?: number;
  readonly rollOut?: RollOut;
}

/** The fleet in one second. */
export interface FleetSample {
  readonly seconds: number;
  readonly offeredTexts: number;
  readonly answeredTexts: number;
  readonly refusedTexts: number;
  /** Texts in the queues at the end of the second. */
  readonly waitingTexts: number;
  readonly waitSeconds: number;
  readonly pods: number;
  readonly readyPods: number;
  readonly nodes: number;
  readonly hitRate: number;
  readonly usedCores: number;
}

/** The autoscaler decides so often; metrics are means over the time since, and as old. */
const DECISION_SECONDS = 15;
const MS_PER_SECOND = 1_000;

/**
 * Simulates pods that share a load equally, their caches, and the autoscaler that counts them. Time goes on in steps of a second.
 *
 * @returns a sample for each second
 */
export function simulateFleet(options: FleetOptions): FleetSample[] {
  const simulation = new FleetSimulation(options);
  return Array.from({ length: options.durationSeconds }, (_, seconds) => simulation.step(seconds));
}

class FleetSimulation {
  private readonly autoscaler: Autoscaler;
  private readonly pods: PodSet;
  private wantedPods: number;
  private generation = 0;
  private seenTexts: number;
  private waitingTexts = 0;
  private measured: FleetState[] = [];
  private known: FleetState | undefined;

  constructor(private readonly options: FleetOptions) {
    const { autoscaler, pod, nodes, seenTexts = 0 } = options;
    this.autoscaler = new Autoscaler(autoscaler);
    this.pods = new PodSet(pod.startSeconds, nodes);
    this.wantedPods = options.startPods ?? autoscaler.minReplicas;
    this.seenTexts = seenTexts;
    for (let count = 0; count < this.wantedPods; count++) {
      this.pods.add(0, this.generation, true, seenTexts / this.wantedPods);
    }
  }

  step(seconds: number): FleetSample {
    const { rollOut, offeredAt } = this.options;
    if (rollOut && seconds >= rollOut.startSeconds) this.rollOut(rollOut, seconds);
    const ready = this.pods.listReady(seconds);
    const served = this.serve(ready, offeredAt(seconds));
    const sample = {
      ...served,
      seconds,
      pods: this.pods.count,
      readyPods: ready.length,
      nodes: this.pods.nodeCount,
    };
    const cpuShare = served.usedCores / ready.length / this.options.pod.requestedCores;
    this.measured.push({ readyPods: ready.length, cpuShare, waitSeconds: served.waitSeconds });
    if ((seconds + 1) % DECISION_SECONDS === 0) this.scale(ready.length, seconds);
    this.pods.removeEmptyNodes(seconds);
    return sample;
  }

  /** Known texts are answered at once; the model has the CPU time that they leave. */
  private serve(
    ready: readonly Pod[],
    offeredTexts: number,
  ): Omit<FleetSample, 'seconds' | 'pods' | 'readyPods' | 'nodes'> {
    const { limitCores, newTextCpuMs, knownTextCpuMs, maxWaitSeconds } = this.options.pod;
    const hitRate = this.lookUp(ready, offeredTexts);
    const knownTexts = offeredTexts * hitRate;
    const knownCores = (knownTexts * knownTextCpuMs) / MS_PER_SECOND;
    const capacity = (Math.max(0, ready.length * limitCores - knownCores) * MS_PER_SECOND) / newTextCpuMs;
    const newTexts = this.waitingTexts + offeredTexts - knownTexts;
    const done = Math.min(capacity, newTexts);
    this.waitingTexts = Math.min(newTexts - done, capacity * maxWaitSeconds);
    return {
      offeredTexts,
      answeredTexts: knownTexts + done,
      refusedTexts: newTexts - done - this.waitingTexts,
      waitingTexts: this.waitingTexts,
      waitSeconds: capacity > 0 ? this.waitingTexts / capacity : 0,
      hitRate,
      usedCores: knownCores + (done * newTextCpuMs) / MS_PER_SECOND,
    };
  }

  private lookUp(ready: readonly Pod[], offeredTexts: number): number {
    const { caches } = this.options;
    if (!caches) return 0;
    const inMemory = ready.reduce((sum, pod) => sum + caches.memory(pod.seenTexts), 0) / ready.length;
    const hitRate = Math.max(inMemory, caches.all(this.seenTexts));
    this.seenTexts += offeredTexts;
    for (const pod of ready) pod.seenTexts += offeredTexts / ready.length;
    return hitRate;
  }

  private scale(readyPods: number, seconds: number): void {
    if (this.known) {
      this.wantedPods = this.autoscaler.decide(this.wantedPods, { ...this.known, readyPods }, seconds);
      const isRolling = this.generation > 0 && this.pods.countGeneration(this.generation - 1) > 0;
      while (!isRolling && this.pods.count > this.wantedPods) this.pods.removeLast(seconds);
      while (this.pods.count < this.wantedPods) this.pods.add(seconds, this.generation);
    }
    this.known = average(this.measured);
    this.measured = [];
  }

  private rollOut(rollOut: RollOut, seconds: number): void {
    if (this.generation === 0) {
      this.generation = 1;
      if (rollOut.isNewModel) this.seenTexts = 0;
    }
    stepRollOut(this.pods, this.wantedPods, seconds, this.generation, rollOut);
  }
}

function average(states: readonly FleetState[]): FleetState {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    readyPods: states.at(-1)?.readyPods ?? 0,
    cpuShare: mean(states.map(({ cpuShare }) => cpuShare)),
    waitSeconds: mean(states.map(({ waitSeconds }) => waitSeconds)),
  };
}

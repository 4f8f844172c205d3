/** A metric of a HorizontalPodAutoscaler, and the value that the autoscaler aims at. */
export interface ScalingMetric {
  /** `cpu`: share of the requested CPU, 0.7 for 70 %. `wait`: mean seconds in the queues. `total-wait`: their sum, by pod. */
  readonly source: 'cpu' | 'wait' | 'total-wait';
  readonly target: number;
}

export interface ScalingPolicy {
  readonly type: 'Pods' | 'Percent';
  readonly value: number;
  readonly periodSeconds: number;
}

export interface AutoscalerOptions {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly metrics: readonly ScalingMetric[];
  /** The policy that allows more pods decides. */
  readonly scaleUpPolicies: readonly ScalingPolicy[];
  readonly scaleDownPolicies: readonly ScalingPolicy[];
  readonly scaleDownStabilizationSeconds: number;
}

/** Means over the ready pods. */
export interface FleetState {
  readonly readyPods: number;
  readonly cpuShare: number;
  readonly waitSeconds: number;
}

interface ScalingEvent {
  readonly seconds: number;
  /** Below zero when pods were taken away. */
  readonly pods: number;
}

/** No change while a metric is this close to its target: the default of the controller. */
const TOLERANCE = 0.1;

/**
 * The decisions of Kubernetes' HorizontalPodAutoscaler, which KEDA creates too.
 * https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#algorithm-details
 */
export class Autoscaler {
  private readonly recommendations: { readonly seconds: number; readonly pods: number }[] = [];
  private readonly events: ScalingEvent[] = [];

  constructor(private readonly options: AutoscalerOptions) {}

  /** @returns the wanted number of pods at this time */
  decide(replicas: number, state: FleetState, seconds: number): number {
    const { minReplicas, maxReplicas, scaleDownStabilizationSeconds } = this.options;
    const recommended = Math.max(...this.options.metrics.map((metric) => recommend(replicas, state, metric)));
    this.recommendations.push({ seconds, pods: recommended });
    const recent = this.recommendations.filter((each) => each.seconds > seconds - scaleDownStabilizationSeconds);
    const stable =
      recommended < replicas ? Math.min(replicas, Math.max(...recent.map(({ pods }) => pods))) : recommended;
    const allowed = this.limitRate(replicas, stable, seconds);
    const wanted = Math.min(maxReplicas, Math.max(minReplicas, allowed));
    if (wanted !== replicas) this.events.push({ seconds, pods: wanted - replicas });
    return wanted;
  }

  private limitRate(replicas: number, wanted: number, seconds: number): number {
    const { scaleUpPolicies, scaleDownPolicies } = this.options;
    if (wanted > replicas) {
      const limits = scaleUpPolicies.map((policy) => {
        const before = replicas - this.countAdded(policy, seconds);
        return policy.type === 'Pods' ? before + policy.value : Math.ceil(before * (1 + policy.value / 100));
      });
      return Math.min(wanted, Math.max(replicas, ...limits));
    }
    const limits = scaleDownPolicies.map((policy) => {
      const before = replicas + this.countRemoved(policy, seconds);
      return policy.type === 'Pods' ? before - policy.value : Math.floor(before * (1 - policy.value / 100));
    });
    return Math.max(wanted, Math.min(replicas, ...limits));
  }

  private countAdded(policy: ScalingPolicy, seconds: number): number {
    return this.listRecentChanges(policy, seconds).reduce((sum, pods) => sum + Math.max(0, pods), 0);
  }

  private countRemoved(policy: ScalingPolicy, seconds: number): number {
    return this.listRecentChanges(policy, seconds).reduce((sum, pods) => sum + Math.max(0, -pods), 0);
  }

  private listRecentChanges({ periodSeconds }: ScalingPolicy, seconds: number): number[] {
    return this.events.filter((event) => event.seconds > seconds - periodSeconds).map(({ pods }) => pods);
  }
}

function recommend(replicas: number, state: FleetState, { source, target }: ScalingMetric): number {
  const { readyPods, cpuShare, waitSeconds } = state;
  // `AverageValue`: the value is divided among the pods, so it says how many pods there have to be.
  if (source === 'total-wait') {
    const totalSeconds = waitSeconds * readyPods;
    return isWithinTolerance(totalSeconds / (target * replicas)) ? replicas : Math.ceil(totalSeconds / target);
  }
  const ratio = (source === 'cpu' ? cpuShare : waitSeconds) / target;
  return isWithinTolerance(ratio) ? replicas : Math.ceil(readyPods * ratio);
}

function isWithinTolerance(ratio: number): boolean {
  return Math.abs(ratio - 1) <= TOLERANCE;
}

import type { HorizontalPodAutoscalerBehavior } from 'kubernetes-types/autoscaling/v2.js';
import type { Manifest } from '../manifest.js';
import type { AutoscalerOptions, ScalingMetric, ScalingPolicy } from './autoscaler.js';

export interface Trigger {
  readonly type: string;
  readonly metricType?: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface ScaledObject extends Manifest {
  readonly spec: {
    readonly scaleTargetRef: { readonly kind?: string; readonly name: string };
    readonly minReplicaCount?: number;
    readonly maxReplicaCount?: number;
    readonly triggers: readonly Trigger[];
    readonly advanced?: {
      readonly horizontalPodAutoscalerConfig?: { readonly behavior?: HorizontalPodAutoscalerBehavior };
    };
  };
}

const PERCENT = 100;
/** Kubernetes' default. */
const DEFAULT_STABILIZATION_SECONDS = 300;

/**
 * The autoscaler that KEDA creates for a ScaledObject.
 *
 * @throws Error for a trigger that the simulation does not know
 */
export function readAutoscaler({ spec }: ScaledObject): AutoscalerOptions {
  const behavior = spec.advanced?.horizontalPodAutoscalerConfig?.behavior;
  return {
    minReplicas: spec.minReplicaCount ?? 0,
    maxReplicas: spec.maxReplicaCount ?? 100,
    metrics: spec.triggers.map(toMetric),
    scaleUpPolicies: toPolicies(behavior?.scaleUp?.policies),
    scaleDownPolicies: toPolicies(behavior?.scaleDown?.policies),
    scaleDownStabilizationSeconds: behavior?.scaleDown?.stabilizationWindowSeconds ?? DEFAULT_STABILIZATION_SECONDS,
  };
}

function toMetric({ type, metricType, metadata }: Trigger): ScalingMetric {
  const { value, threshold, query = '' } = metadata;
  if (type === 'cpu' && metricType === 'Utilization') return { source: 'cpu', target: Number(value) / PERCENT };
  if (type === 'prometheus' && metricType === 'Value' && query.startsWith('avg(')) {
    return { source: 'wait', target: Number(threshold) };
  }
  throw new Error(`the simulation has no metric for the trigger ${type} of the type ${metricType ?? '(none)'}`);
}

function toPolicies(policies: readonly { type: string; value: number; periodSeconds: number }[] = []): ScalingPolicy[] {
  return policies.map(({ type, value, periodSeconds }) => {
    return { type: type === 'Percent' ? 'Percent' : 'Pods', value, periodSeconds };
  });
}

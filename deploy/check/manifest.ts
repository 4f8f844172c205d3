import type { ConfigMap, PodTemplateSpec } from 'kubernetes-types/core/v1.js';
import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';

/** A Kubernetes object in the output of kustomize. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta & { name: string };
}

/** A Deployment, StatefulSet or Job. */
export interface Workload extends Manifest {
  readonly spec: {
    readonly selector?: { readonly matchLabels?: Labels };
    readonly template: PodTemplateSpec;
    readonly serviceName?: string;
    readonly volumeClaimTemplates?: readonly { readonly metadata?: ObjectMeta }[];
  };
}

export type Labels = Readonly<Record<string, string>>;

/** `Kind/name`, by which a violation names the object. */
export const getName = ({ kind, metadata }: Manifest): string => `${kind}/${metadata.name}`;

/** @returns all objects of a kind; the schema check verifies their shape */
export function filterByKind<T>(manifests: readonly Manifest[], kind: string): (Manifest & T)[] {
  return manifests.filter((manifest): manifest is Manifest & T => manifest.kind === kind);
}

export function getWorkloads(manifests: readonly Manifest[]): Workload[] {
  return ['Deployment', 'StatefulSet', 'Job'].flatMap((kind) => filterByKind<Workload>(manifests, kind));
}

/** @returns whether the labels match the selector; an empty selector matches all labels */
export function selects(selector: Labels | undefined, labels: Labels | undefined): boolean {
  return Object.entries(selector ?? {}).every(([key, value]) => labels?.[key] === value);
}

/** @returns the workloads whose pod labels match a selector */
export function selectWorkloads(manifests: readonly Manifest[], selector: Labels | undefined): Workload[] {
  return getWorkloads(manifests).filter(({ spec }) => selects(selector, spec.template.metadata?.labels));
}

export function hasPort(workload: Workload, port: number | string): boolean {
  return getPortNumber(workload, port) !== undefined;
}

/** @returns the number of a container port, from its name or number; undefined when no container has the port */
export function getPortNumber({ spec }: Workload, port: number | string): number | undefined {
  return (spec.template.spec?.containers ?? [])
    .flatMap(({ ports = [] }) => ports)
    .find(({ name, containerPort }) => name === port || containerPort === port)?.containerPort;
}

/** @returns the settings of the service, by name */
export function getSettings(manifests: readonly Manifest[]): Readonly<Record<string, string>> {
  const settings = filterByKind<ConfigMap>(manifests, 'ConfigMap').find(({ metadata }) => {
    return metadata.name.startsWith('sentiment-settings');
  });
  return settings?.data ?? {};
}

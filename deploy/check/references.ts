import type { Container, PodSpec, Service } from 'kubernetes-types/core/v1.js';
import {
  filterByKind,
  getName,
  getWorkloads,
  hasPort,
  selects,
  selectWorkloads,
  type Manifest,
  type Workload,
} from './manifest.js';
import { networkPolicyViolations } from './network-policies.js';
import { listOutsideSecrets } from './outside-secrets.js';
import { policyReferenceViolations } from './policy-references.js';
import { getGatewayOptions, trafficReferenceViolations } from './traffic-references.js';

/**
 * Finds references to names, ports, labels, keys and paths that do not exist. Neither a schema nor the API server finds
 * such a violation: the pods wait, or the traffic goes nowhere.
 */
export function referenceViolations(manifests: readonly Manifest[]): string[] {
  return [
    ...getWorkloads(manifests).flatMap((workload) => workloadViolations(workload, manifests)),
    ...serviceViolations(manifests),
    ...policyReferenceViolations(manifests),
    ...networkPolicyViolations(manifests),
    ...trafficReferenceViolations(manifests),
    ...orphans(manifests),
  ];
}

function workloadViolations(workload: Workload, manifests: readonly Manifest[]): string[] {
  const { selector, template, serviceName, volumeClaimTemplates = [] } = workload.spec;
  const pod = template.spec ?? { containers: [] };
  const violations: string[] = [];
  const exists = (kind: string, name: string | undefined) => {
    return filterByKind(manifests, kind).find(({ metadata }) => metadata.name === name);
  };
  if (selector && !selects(selector.matchLabels, template.metadata?.labels)) {
    violations.push("its selector does not select its own template's labels");
  }
  if (serviceName !== undefined && !exists('Service', serviceName))
    violations.push(`there is no Service ${serviceName}`);
  if (pod.priorityClassName !== undefined && !exists('PriorityClass', pod.priorityClassName)) {
    violations.push(`there is no PriorityClass ${pod.priorityClassName}`);
  }
  if (pod.serviceAccountName !== undefined && !exists('ServiceAccount', pod.serviceAccountName)) {
    violations.push(`there is no ServiceAccount ${pod.serviceAccountName}`);
  }
  const outside = listOutsideSecrets(manifests);
  for (const [kind, name] of listReferences(pod)) {
    if (!exists(kind, name) && !(kind === 'Secret' && outside.includes(name)))
      violations.push(`there is no ${kind} ${name}`);
  }
  for (const volume of pod.volumes ?? []) violations.push(...itemViolations(volume, manifests));
  const volumes = [...(pod.volumes ?? []), ...volumeClaimTemplates.map(({ metadata }) => ({ name: metadata?.name }))];
  for (const container of [...pod.containers, ...(pod.initContainers ?? [])]) {
    const mounts = container.volumeMounts ?? [];
    for (const { name, mountPath, subPath } of mounts) {
      const volume = volumes.find((each) => each.name === name);
      if (!volume) violations.push(`${container.name} mounts the volume ${name}, which is not there`);
      const keys = getVolumeKeys(volume, manifests);
      if (subPath !== undefined && keys && !keys.includes(subPath)) {
        violations.push(`${container.name} mounts ${subPath} at ${mountPath}, which ${name} does not have`);
      }
    }
    violations.push(...portViolations(container), ...fileViolations(container, pod, manifests));
  }
  return violations.map((violation) => `${getName(workload)}: ${violation}`);
}

/** @returns kind and name of each object that a pod refers to */
export function* listReferences(pod: PodSpec): Generator<[string, string]> {
  for (const { envFrom = [], env = [] } of [...pod.containers, ...(pod.initContainers ?? [])]) {
    for (const { configMapRef, secretRef } of envFrom) {
      if (configMapRef?.name !== undefined) yield ['ConfigMap', configMapRef.name];
      if (secretRef?.name !== undefined) yield ['Secret', secretRef.name];
    }
    for (const { valueFrom } of env) {
      if (valueFrom?.configMapKeyRef?.name !== undefined) yield ['ConfigMap', valueFrom.configMapKeyRef.name];
      if (valueFrom?.secretKeyRef?.name !== undefined) yield ['Secret', valueFrom.secretKeyRef.name];
    }
  }
  for (const { configMap, secret, persistentVolumeClaim, csi } of pod.volumes ?? []) {
    if (configMap?.name !== undefined) yield ['ConfigMap', configMap.name];
    // A pod starts without an optional Secret.
    if (secret?.secretName !== undefined && secret.optional !== true) yield ['Secret', secret.secretName];
    if (persistentVolumeClaim) yield ['PersistentVolumeClaim', persistentVolumeClaim.claimName];
    const provider = csi?.volumeAttributes?.secretProviderClass;
    if (provider !== undefined) yield ['SecretProviderClass', provider];
  }
}

type Volume = NonNullable<PodSpec['volumes']>[number];

/** @returns the file names of a volume from a rendered ConfigMap or Secret; undefined for any other volume */
function getVolumeKeys(
  volume: Volume | { name?: string | undefined } | undefined,
  manifests: readonly Manifest[],
): string[] | undefined {
  if (!volume || !('configMap' in volume || 'secret' in volume)) return undefined;
  const { items } = volume.configMap ?? volume.secret ?? {};
  return items?.map(({ path }) => path) ?? getSourceKeys(volume, manifests);
}

/** @returns the keys of the rendered ConfigMap or Secret of a volume; undefined when there is none */
function getSourceKeys({ configMap, secret }: Volume, manifests: readonly Manifest[]): string[] | undefined {
  const name = configMap?.name ?? secret?.secretName;
  const [source] = filterByKind<{ data?: object }>(manifests, configMap ? 'ConfigMap' : 'Secret').filter(
    ({ metadata }) => metadata.name === name,
  );
  return source && Object.keys(source.data ?? {});
}

/** Finds items of a volume that its ConfigMap or Secret does not have: the pod would not start. */
function itemViolations(volume: Volume, manifests: readonly Manifest[]): string[] {
  const { items = [] } = volume.configMap ?? volume.secret ?? {};
  const keys = getSourceKeys(volume, manifests);
  return items
    .filter(({ key }) => keys && !keys.includes(key))
    .map(({ key }) => `the volume ${volume.name} takes ${key}, which its source does not have`);
}

function portViolations(container: Container): string[] {
  const { name, ports = [], startupProbe, readinessProbe, livenessProbe } = container;
  return Object.entries({ startupProbe, readinessProbe, livenessProbe }).flatMap(([which, probe]) => {
    const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port;
    if (port === undefined || ports.some((each) => each.name === port || each.containerPort === port)) return [];
    return [`${name}'s ${which} asks the port ${port}, which the container does not have`];
  });
}

/** Settings with the suffix _FILE must name a file that exists in a mounted volume. */
function fileViolations(container: Container, pod: PodSpec, manifests: readonly Manifest[]): string[] {
  const settings = (container.envFrom ?? []).flatMap(({ configMapRef }) => {
    const maps = filterByKind<{ data?: Record<string, string> }>(manifests, 'ConfigMap');
    return Object.entries(maps.find(({ metadata }) => metadata.name === configMapRef?.name)?.data ?? {});
  });
  return settings
    .filter(([setting, path]) => setting.endsWith('_FILE') && path !== '')
    .flatMap(([setting, path]) => {
      const mount = container.volumeMounts?.find(({ mountPath }) => path.startsWith(`${mountPath}/`));
      const volume = pod.volumes?.find(({ name }) => name === mount?.name);
      if (!mount || !volume) return [`${setting} names ${path}, where nothing is mounted`];
      const keys = getVolumeKeys(volume, manifests);
      const file = path.slice(mount.mountPath.length + 1);
      return keys && !keys.includes(file) ? [`${setting} names ${path}, but ${volume.name} has no ${file}`] : [];
    });
}

function serviceViolations(manifests: readonly Manifest[]): string[] {
  return filterByKind<Service>(manifests, 'Service').flatMap((service) => {
    const { selector, ports = [] } = service.spec ?? {};
    const workloads = selectWorkloads(manifests, selector);
    if (workloads.length === 0) return [`${getName(service)}: its selector selects no pods`];
    return ports
      .filter(({ port, targetPort = port }) => !workloads.some((workload) => hasPort(workload, targetPort)))
      .map(({ port, targetPort = port }) => `${getName(service)}: no pod has its targetPort ${targetPort}`);
  });
}

/** Finds ConfigMaps and Secrets that no pod refers to, for example because of a misspelt name. */
function orphans(manifests: readonly Manifest[]): string[] {
  const read = new Set<string>();
  for (const { spec } of getWorkloads(manifests)) {
    for (const [kind, name] of listReferences(spec.template.spec ?? { containers: [] })) read.add(`${kind}/${name}`);
  }
  for (const name of getGatewayOptions(manifests)) read.add(`ConfigMap/${name}`);
  return manifests
    .filter(({ kind }) => kind === 'ConfigMap' || kind === 'Secret')
    .filter(({ metadata }) => metadata.labels?.grafana_dashboard === undefined)
    .filter((manifest) => !read.has(getName(manifest)))
    .map((manifest) => `${getName(manifest)}: no pod reads it`);
}

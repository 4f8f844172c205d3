import type { Service } from 'kubernetes-types/core/v1.js';
import { filterByKind, getName, hasPort, selectWorkloads, type Labels, type Manifest } from './manifest.js';

interface VirtualService {
  readonly spec: {
    readonly gateways?: readonly string[];
    readonly http?: readonly {
      readonly route?: readonly {
        readonly destination: { readonly host: string; readonly port?: { readonly number: number } };
      }[];
    }[];
  };
}

interface HttpRoute {
  readonly spec: {
    readonly parentRefs?: readonly { readonly name: string }[];
    readonly rules?: readonly {
      readonly backendRefs?: readonly { readonly name: string; readonly port?: number }[];
    }[];
  };
}

interface Gateway {
  readonly spec: { readonly infrastructure?: { readonly parametersRef?: { readonly name: string } } };
}

interface MeshPolicy {
  readonly spec: {
    readonly selector?: { readonly matchLabels?: Labels };
    readonly portLevelMtls?: Readonly<Record<string, unknown>>;
    readonly rules?: readonly {
      readonly to?: readonly { readonly operation: { readonly ports?: readonly string[] } }[];
    }[];
  };
}

/** Finds missing objects and ports that routes and policies of a mesh or gateway refer to. */
export function trafficReferenceViolations(manifests: readonly Manifest[]): string[] {
  return [...routeViolations(manifests), ...meshPolicyViolations(manifests), ...redisViolations(manifests)];
}

function routeViolations(manifests: readonly Manifest[]): string[] {
  const gateways = filterByKind(manifests, 'Gateway').map(({ metadata }) => metadata.name);
  const gatewayViolations = (names: readonly string[]) => {
    return names.filter((name) => !gateways.includes(name)).map((name) => `there is no Gateway ${name}`);
  };
  const configMaps = filterByKind(manifests, 'ConfigMap').map(({ metadata }) => metadata.name);
  const optionViolations = getGatewayOptions(manifests)
    .filter((name) => !configMaps.includes(name))
    .map((name) => `Gateway: there is no ConfigMap ${name} with the options of its pods`);
  const virtualServices = filterByKind<VirtualService>(manifests, 'VirtualService').flatMap((manifest) => {
    return gatewayViolations(manifest.spec.gateways ?? []).map((violation) => `${getName(manifest)}: ${violation}`);
  });
  const httpRoutes = filterByKind<HttpRoute>(manifests, 'HTTPRoute').flatMap((manifest) => {
    const names = (manifest.spec.parentRefs ?? []).map(({ name }) => name);
    return gatewayViolations(names).map((violation) => `${getName(manifest)}: ${violation}`);
  });
  const backends = listBackends(manifests).flatMap(({ route, service, port }) => {
    return backendViolations(manifests, service, port).map((violation) => `${route}: ${violation}`);
  });
  const rules = filterByKind<{ spec: { host: string } }>(manifests, 'DestinationRule').flatMap((manifest) => {
    return backendViolations(manifests, manifest.spec.host, undefined).map(
      (violation) => `${getName(manifest)}: ${violation}`,
    );
  });
  return [...optionViolations, ...virtualServices, ...httpRoutes, ...backends, ...rules];
}

/** The Service and port that a route of a gateway leads to. */
export interface Backend {
  /** `Kind/name` of the route. */
  readonly route: string;
  readonly service: string;
  readonly port: number | undefined;
}

/** @returns the backends of every VirtualService and HTTPRoute */
export function listBackends(manifests: readonly Manifest[]): Backend[] {
  const virtualServices = filterByKind<VirtualService>(manifests, 'VirtualService').flatMap((manifest) => {
    const destinations = (manifest.spec.http ?? []).flatMap(({ route = [] }) => route);
    return destinations.map(({ destination: { host, port } }): Backend => {
      return { route: getName(manifest), service: host, port: port?.number };
    });
  });
  const httpRoutes = filterByKind<HttpRoute>(manifests, 'HTTPRoute').flatMap((manifest) => {
    const backends = (manifest.spec.rules ?? []).flatMap(({ backendRefs = [] }) => backendRefs);
    return backends.map(({ name, port }): Backend => ({ route: getName(manifest), service: name, port }));
  });
  return [...virtualServices, ...httpRoutes];
}

/** @returns the names of ConfigMaps with options for the pods of a Gateway */
export function getGatewayOptions(manifests: readonly Manifest[]): string[] {
  return filterByKind<Gateway>(manifests, 'Gateway')
    .map(({ spec }) => spec.infrastructure?.parametersRef?.name)
    .filter((name) => name !== undefined);
}

function backendViolations(manifests: readonly Manifest[], host: string, port: number | undefined): string[] {
  const service = filterByKind<Service>(manifests, 'Service').find(({ metadata }) => metadata.name === host);
  if (!service) return [`there is no Service ${host}`];
  if (port === undefined || service.spec?.ports?.some((each) => each.port === port)) return [];
  return [`the Service ${host} has no port ${port}`];
}

function meshPolicyViolations(manifests: readonly Manifest[]): string[] {
  const policies = ['PeerAuthentication', 'AuthorizationPolicy'].flatMap((kind) =>
    filterByKind<MeshPolicy>(manifests, kind),
  );
  return policies.flatMap((policy) => {
    const { selector, portLevelMtls = {}, rules = [] } = policy.spec;
    const workloads = selectWorkloads(manifests, selector?.matchLabels);
    if (workloads.length === 0) return [`${getName(policy)}: its selector selects no pods`];
    const ports = [
      ...Object.keys(portLevelMtls),
      ...rules.flatMap(({ to = [] }) => to.flatMap(({ operation }) => operation.ports ?? [])),
    ];
    return ports
      .filter((port) => !workloads.some((workload) => hasPort(workload, Number(port))))
      .map((port) => `${getName(policy)}: no pod that it selects has the port ${port}`);
  });
}

/** A Redis host without dots must be a Service in this namespace. */
function redisViolations(manifests: readonly Manifest[]): string[] {
  return filterByKind<{ data?: Record<string, string> }>(manifests, 'ConfigMap').flatMap((manifest) => {
    const url = manifest.data?.REDIS_URL;
    if (url === undefined || url === '') return [];
    const { hostname, port } = new URL(url);
    if (hostname.includes('.')) return [];
    return backendViolations(manifests, hostname, Number(port || 6379)).map((violation) => `REDIS_URL: ${violation}`);
  });
}

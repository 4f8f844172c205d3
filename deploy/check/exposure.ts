import type { Deployment } from 'kubernetes-types/apps/v1.js';
import type { Service } from 'kubernetes-types/core/v1.js';
import { filterByKind, getName, getSettings, type Manifest } from './manifest.js';
import { includesMatch } from './route-rules.js';
import { readClassifyingPaths } from './service-operations.js';

/** Kinds that let clients in through a proxy. */
const PROXY_KINDS = ['Gateway', 'HTTPRoute', 'Ingress', 'VirtualService'];
/** Service types that let clients in without a proxy. */
const EXPOSED_TYPES: readonly (string | undefined)[] = ['LoadBalancer', 'NodePort'];
/** The annotation of the Deployment that the component open-access sets. */
const ACCESS_ANNOTATION = 'sentiment/api-keys';
const OPEN_ON_PURPOSE = 'open-access';

interface AuthorizationPolicy {
  readonly spec: {
    readonly action?: string;
    readonly rules?: readonly {
      readonly from?: readonly { readonly source: { readonly notRequestPrincipals?: readonly string[] } }[];
      readonly to?: readonly { readonly operation: { readonly paths?: readonly string[] } }[];
    }[];
  };
}

/**
 * Checks that clients from outside the cluster need an API key or a token, and have a rate limit. The component open-access
 * gives the keys up on purpose, but not the limit.
 */
export async function exposureViolations(manifests: readonly Manifest[]): Promise<string[]> {
  const proxies = PROXY_KINDS.flatMap((kind) => filterByKind(manifests, kind)).map(getName);
  const entrances = [...proxies, ...listExposedServices(manifests).map(getName)];
  if (entrances.length === 0) return [];
  const settings = getSettings(manifests);
  const violations: string[] = [];
  if (!settings.API_KEYS_FILE && !isOpenOnPurpose(manifests) && !(await needsTokens(manifests))) {
    violations.push('clients from outside need no API key: API_KEYS_FILE is not set (see the component api-keys)');
  }
  if (!(Number(settings.RATE_LIMIT_REQUESTS) > 0)) {
    violations.push('clients from outside have no rate limit: RATE_LIMIT_REQUESTS is not set');
  }
  if (proxies.length > 0 && !settings.TRUSTED_PROXIES) {
    violations.push('all clients have the address of the gateway: TRUSTED_PROXIES is not set');
  }
  if (proxies.length === 0 && settings.TRUSTED_PROXIES) {
    violations.push('clients may choose their address: TRUSTED_PROXIES is set, and there is no gateway');
  }
  return violations.map((violation) => `${entrances.join(', ')}: ${violation}`);
}

/** @returns the Services that clients outside the cluster reach without a gateway */
export function listExposedServices(manifests: readonly Manifest[]): (Manifest & Service)[] {
  return filterByKind<Service>(manifests, 'Service').filter(({ spec }) => {
    return EXPOSED_TYPES.includes(spec?.type) || (spec?.externalIPs ?? []).length > 0;
  });
}

/** Whether the mesh refuses to classify texts without a valid JSON Web Token. */
async function needsTokens(manifests: readonly Manifest[]): Promise<boolean> {
  const refused = filterByKind<AuthorizationPolicy>(manifests, 'AuthorizationPolicy')
    .filter(({ spec }) => spec.action === 'DENY')
    .flatMap(({ spec }) => spec.rules ?? [])
    .filter(({ from = [] }) => from.some(({ source }) => source.notRequestPrincipals?.includes('*')))
    .flatMap(({ to = [] }) => to.flatMap(({ operation }) => operation.paths ?? []));
  const hasIssuer = filterByKind(manifests, 'RequestAuthentication').length > 0;
  return hasIssuer && (await readClassifyingPaths()).every((path) => includesMatch(refused, path));
}

function isOpenOnPurpose(manifests: readonly Manifest[]): boolean {
  return filterByKind<Deployment>(manifests, 'Deployment').some(({ metadata }) => {
    return metadata.annotations?.[ACCESS_ANNOTATION] === OPEN_ON_PURPOSE;
  });
}

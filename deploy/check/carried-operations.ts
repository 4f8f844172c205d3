import { filterByKind, getSettings, type Manifest } from './manifest.js';
import { listAuthorizationRules, listRouteRules, type Rule } from './route-rules.js';
import { readOperations, type Operation } from './service-operations.js';

/** Operations that no gateway carries: Prometheus and the kubelet ask for them inside the cluster. */
const INTERNAL_OPERATIONS: readonly Operation[] = [
  { method: 'GET', path: '/metrics' },
  { method: 'GET', path: '/health/live' },
  { method: 'GET', path: '/health/ready' },
  { method: 'GET', path: '/health/startup' },
];
/** Pages for readers and browsers, which are not in the OpenAPI document. */
const PAGES: readonly Operation[] = [
  { method: 'GET', path: '/playground/assets/index.js' },
  { method: 'GET', path: '/docs' },
  { method: 'GET', path: '/docs/swagger-ui-init.js' },
  { method: 'GET', path: '/openapi.json' },
];

/**
 * Checks that each gateway, and each mesh policy, carries every operation of the service's OpenAPI document, the preflight of a
 * browser for it, and every page, except the internal operations, which it must not carry.
 */
export async function carriedOperationViolations(manifests: readonly Manifest[]): Promise<string[]> {
  const operations = (await readOperations()).filter((operation) => {
    return !INTERNAL_OPERATIONS.some((internal) => toText(internal) === toText(operation));
  });
  const preflights = operations.map(({ path }): Operation => ({ method: 'OPTIONS', path }));
  const carried = [...operations, ...preflights, ...PAGES];
  const { PORT = '' } = getSettings(manifests);
  const rules = [...listRouteRules(manifests), ...listAuthorizationRules(manifests, PORT)];
  return ['VirtualService', 'HTTPRoute', 'AuthorizationPolicy'].flatMap((kind) => {
    if (filterByKind(manifests, kind).length === 0) return [];
    const own = rules.filter(({ object }) => object.startsWith(`${kind}/`));
    return kindViolations(kind, own, carried);
  });
}

function kindViolations(kind: string, rules: readonly Rule[], carried: readonly Operation[]): string[] {
  const missing = carried
    .filter((operation) => !rules.some((rule) => rule.carries(operation)))
    .map((operation) => `${kind}: no rule carries ${toText(operation)}, an operation of the service`);
  const open = INTERNAL_OPERATIONS.flatMap((operation) => {
    return rules
      .filter((rule) => rule.carries(operation))
      .map(({ object }) => `${object}: it carries ${toText(operation)}, which is not for clients`);
  });
  return [...missing, ...open];
}

const toText = ({ method, path }: Operation) => `${method} ${path}`;

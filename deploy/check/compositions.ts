/** Alternatives in deploy/components: components of the same choice exclude each other. */
const CHOICES = {
  scaling: [[], ['hpa'], ['keda']],
  gateway: [[], ['istio'], ['gateway-api'], ['istio', 'canary-istio'], ['gateway-api', 'canary-gateway-api']],
  monitoring: [[], ['monitoring'], ['monitoring-azure', 'traces']],
  queries: [[], ['keda-azure']],
  credentials: [
    ['secrets'],
    ['existing-secret'],
    ['external-secrets'],
    ['secrets', 'redis-persistence'],
    ['secrets', 'workload-identity'],
    ['secrets', 'managed-redis'],
    ['secrets', 'managed-redis', 'workload-identity'],
    ['managed-redis', 'workload-identity', 'key-vault'],
    ['managed-redis', 'workload-identity', 'managed-redis-cluster', 'entra-id-login'],
  ],
  apiKeys: [
    [],
    ['api-keys'],
    ['existing-api-keys'],
    ['external-api-keys'],
    ['key-vault-api-keys'],
    ['open-access'],
    ['istio-jwt'],
  ],
} as const satisfies Record<string, readonly (readonly string[])[]>;

/** @returns every allowed set of components */
export function allowedCompositions(): string[][] {
  let compositions: string[][] = [[]];
  for (const choice of Object.values(CHOICES)) {
    compositions = compositions.flatMap((begun) => choice.map((components) => [...begun, ...components]));
  }
  return compositions.filter(isAllowed).flatMap((components) => {
    const hasGateway = includesAny(components, ['istio', 'gateway-api']);
    const allowsSmoke = !hasGateway && !includesAny(components, ['key-vault-api-keys', 'external-api-keys']);
    const jobs = allowsSmoke ? ['denial-check', 'smoke'] : ['denial-check'];
    // The Jobs do not depend on the number of pods: one choice of scaling saves time.
    if (includesAny(components, ['hpa', 'keda'])) return [components];
    return [components, [...components, ...jobs]];
  });
}

/** Components that need one component of a list. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  istio: ['api-keys', 'existing-api-keys', 'external-api-keys', 'key-vault-api-keys', 'open-access', 'istio-jwt'],
  'istio-jwt': ['istio'],
  'gateway-api': ['api-keys', 'existing-api-keys', 'external-api-keys', 'key-vault-api-keys', 'open-access'],
  'canary-istio': ['hpa', 'keda'],
  'canary-gateway-api': ['hpa', 'keda'],
  keda: ['monitoring', 'monitoring-azure'],
  'keda-azure': ['monitoring-azure'],
  'api-keys': ['secrets'],
  'key-vault-api-keys': ['workload-identity'],
  // One source of secrets for both saves time.
  'existing-api-keys': ['existing-secret'],
  'external-api-keys': ['external-secrets'],
};

function isAllowed(components: readonly string[]): boolean {
  // open-access and istio-jwt change nothing that depends on Redis or on the source of credentials: one of each saves time.
  const others = ['redis-persistence', 'managed-redis', 'workload-identity', 'existing-secret', 'external-secrets'];
  if (includesAny(components, ['open-access', 'istio-jwt']) && includesAny(components, others)) {
    return false;
  }
  // A canary changes nothing that depends on credentials, API keys or the monitoring: one of each saves time.
  if (includesAny(components, ['canary-istio', 'canary-gateway-api'])) {
    if (!components.includes('open-access') || components.includes('monitoring-azure')) return false;
  }
  if (components.includes('keda-azure') && !components.includes('keda')) return false;
  return components.every((component) => {
    const needed = NEEDED[component];
    return !needed || includesAny(components, needed);
  });
}

function includesAny(components: readonly string[], wanted: readonly string[]): boolean {
  return wanted.some((component) => components.includes(component));
}

/** Sets of contradicting components, which kustomize must refuse to render. */
export const REFUSED_COMPOSITIONS: readonly (readonly string[])[] = [
  ['hpa', 'keda', 'secrets'],
  ['keda', 'hpa', 'secrets'],
  ['keda', 'monitoring', 'keda-azure', 'secrets'],
  ['hpa', 'monitoring-azure', 'keda-azure', 'secrets'],
  ['istio', 'gateway-api', 'secrets'],
  ['gateway-api', 'istio', 'secrets'],
  ['monitoring', 'monitoring-azure', 'secrets'],
  ['secrets', 'istio', 'canary-istio'],
  ['secrets', 'hpa', 'canary-istio'],
  ['secrets', 'hpa', 'gateway-api', 'canary-istio'],
  ['secrets', 'hpa', 'istio', 'canary-gateway-api'],
  ['secrets', 'managed-redis', 'workload-identity', 'key-vault'],
  ['secrets', 'redis-persistence', 'managed-redis'],
  ['secrets', 'managed-redis', 'redis-persistence'],
  ['workload-identity', 'key-vault'],
  ['managed-redis', 'key-vault'],
  ['istio', 'secrets', 'smoke'],
  ['gateway-api', 'secrets', 'smoke'],
  ['secrets', 'existing-secret'],
  ['existing-secret', 'secrets'],
  ['external-secrets', 'existing-secret'],
  ['existing-secret', 'external-secrets'],
  ['existing-secret', 'existing-api-keys', 'open-access'],
  ['secrets', 'api-keys', 'existing-api-keys'],
  ['api-keys', 'secrets'],
  ['secrets', 'api-keys', 'open-access'],
  ['istio', 'secrets', 'api-keys', 'istio-jwt'],
  ['secrets', 'istio-jwt'],
  ['secrets', 'open-access', 'api-keys'],
  ['managed-redis', 'workload-identity', 'key-vault', 'api-keys'],
  ['secrets', 'key-vault-api-keys'],
  ['secrets', 'workload-identity', 'api-keys', 'key-vault-api-keys'],
  ['secrets', 'workload-identity', 'key-vault-api-keys', 'smoke'],
  ['external-secrets', 'external-api-keys', 'smoke'],
];

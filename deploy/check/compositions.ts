/** Alternatives in deploy/components: components of the same choice exclude each other. */
const CHOICES = {
  scaling: [[], ['hpa'], ['keda']],
  gateway: [[], ['istio'], ['gateway-api']],
  monitoring: [[], ['monitoring'], ['monitoring-azure']],
  credentials: [
    ['secrets'],
    ['secrets', 'workload-identity'],
    ['secrets', 'managed-redis'],
    ['secrets', 'managed-redis', 'workload-identity'],
    ['managed-redis', 'workload-identity', 'key-vault'],
  ],
  apiKeys: [[], ['api-keys'], ['key-vault-api-keys'], ['open-access']],
} as const satisfies Record<string, readonly (readonly string[])[]>;

/** @returns every allowed set of components */
export function allowedCompositions(): string[][] {
  let compositions: string[][] = [[]];
  for (const choice of Object.values(CHOICES)) {
    compositions = compositions.flatMap((begun) => choice.map((components) => [...begun, ...components]));
  }
  return compositions.filter(isAllowed).flatMap((components) => {
    const hasGateway = includesAny(components, ['istio', 'gateway-api']);
    const allowsSmoke = !hasGateway && !components.includes('key-vault-api-keys');
    return allowsSmoke ? [components, [...components, 'smoke']] : [components];
  });
}

/** Components that need one component of a list. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  istio: ['api-keys', 'key-vault-api-keys', 'open-access'],
  'gateway-api': ['api-keys', 'key-vault-api-keys', 'open-access'],
  keda: ['monitoring', 'monitoring-azure'],
  'api-keys': ['secrets'],
  'key-vault-api-keys': ['workload-identity'],
};

function isAllowed(components: readonly string[]): boolean {
  // open-access changes nothing that depends on the source of credentials: one source of them saves time.
  if (components.includes('open-access') && includesAny(components, ['managed-redis', 'workload-identity'])) {
    return false;
  }
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
  ['istio', 'gateway-api', 'secrets'],
  ['gateway-api', 'istio', 'secrets'],
  ['monitoring', 'monitoring-azure', 'secrets'],
  ['secrets', 'managed-redis', 'workload-identity', 'key-vault'],
  ['workload-identity', 'key-vault'],
  ['managed-redis', 'key-vault'],
  ['istio', 'secrets', 'smoke'],
  ['gateway-api', 'secrets', 'smoke'],
  ['api-keys', 'secrets'],
  ['secrets', 'api-keys', 'open-access'],
  ['secrets', 'open-access', 'api-keys'],
  ['managed-redis', 'workload-identity', 'key-vault', 'api-keys'],
  ['secrets', 'key-vault-api-keys'],
  ['secrets', 'workload-identity', 'api-keys', 'key-vault-api-keys'],
  ['secrets', 'workload-identity', 'key-vault-api-keys', 'smoke'],
];

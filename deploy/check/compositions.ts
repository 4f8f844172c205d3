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
} as const satisfies Record<string, readonly (readonly string[])[]>;

/** @returns every allowed set of components */
export function allowedCompositions(): string[][] {
  let compositions: string[][] = [[]];
  for (const choice of Object.values(CHOICES)) {
    compositions = compositions.flatMap((begun) => choice.map((components) => [...begun, ...components]));
  }
  return compositions.flatMap((components) => {
    const hasGateway = components.includes('istio') || components.includes('gateway-api');
    return hasGateway ? [components] : [components, [...components, 'smoke']];
  });
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
];

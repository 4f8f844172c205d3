import { filterByKind, getWorkloads, type Manifest } from './manifest.js';

interface ExternalSecret {
  readonly spec: { readonly target?: { readonly name?: string } };
}

/** Secrets that the cluster has already, by annotation and value of a Deployment or a Job. */
const EXISTING_SECRETS: readonly {
  readonly annotation: string;
  readonly value: string;
  readonly names: readonly string[];
}[] = [
  { annotation: 'sentiment/credentials', value: 'existing-secret', names: ['sentiment-redis', 'sentiment-redis-acl'] },
  { annotation: 'sentiment/api-keys', value: 'existing-secret', names: ['sentiment-api-keys'] },
  { annotation: 'sentiment/input', value: 'signed-url', names: ['sentiment-batch-input'] },
  { annotation: 'sentiment/classifier', value: 'service', names: ['sentiment-batch-key'] },
];

/** @returns the names of Secrets that are not among the manifests: they exist already, or External Secrets makes them */
export function listOutsideSecrets(manifests: readonly Manifest[]): string[] {
  const existing = getWorkloads(manifests).flatMap(({ metadata }) => {
    return EXISTING_SECRETS.filter(({ annotation, value }) => metadata.annotations?.[annotation] === value);
  });
  const external = filterByKind<ExternalSecret>(manifests, 'ExternalSecret').map(({ metadata, spec }) => {
    return spec.target?.name ?? metadata.name;
  });
  return [...existing.flatMap(({ names }) => names), ...external];
}

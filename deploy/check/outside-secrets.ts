import { filterByKind, type Manifest } from './manifest.js';

interface ExternalSecret {
  readonly spec: { readonly target?: { readonly name?: string } };
}

/** Secrets that the cluster has already, by annotation and value of the Deployment. */
const EXISTING_SECRETS: readonly { readonly annotation: string; readonly names: readonly string[] }[] = [
  { annotation: 'sentiment/credentials', names: ['sentiment-redis', 'sentiment-redis-acl'] },
  { annotation: 'sentiment/api-keys', names: ['sentiment-api-keys'] },
];
const EXISTING = 'existing-secret';

/** @returns the names of Secrets that are not among the manifests: they exist already, or External Secrets makes them */
export function listOutsideSecrets(manifests: readonly Manifest[]): string[] {
  const existing = filterByKind(manifests, 'Deployment').flatMap(({ metadata }) => {
    return EXISTING_SECRETS.filter(({ annotation }) => metadata.annotations?.[annotation] === EXISTING);
  });
  const external = filterByKind<ExternalSecret>(manifests, 'ExternalSecret').map(({ metadata, spec }) => {
    return spec.target?.name ?? metadata.name;
  });
  return [...existing.flatMap(({ names }) => names), ...external];
}

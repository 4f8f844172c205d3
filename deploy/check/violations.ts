import { alertRuleFaults } from './alert-rules.js';
import type { Manifest } from './manifest.js';
import { podFaults } from './pods.js';
import { referenceFaults } from './references.js';
import type { Schemas } from './schemas.js';
import { settingFaults } from './setting-names.js';
import { timingFaults } from './timing.js';

/** Everything that is wrong with a render, a sentence each. */
export async function faultsOf(manifests: readonly Manifest[], schemas: Schemas): Promise<string[]> {
  const malformed = manifests.flatMap((manifest) => schemas.faultsOf(manifest));
  // The others trust the shape.
  if (malformed.length > 0) return malformed;
  return [
    ...referenceFaults(manifests),
    ...podFaults(manifests),
    ...timingFaults(manifests),
    ...settingFaults(manifests),
    ...(await alertRuleFaults(manifests)),
  ];
}

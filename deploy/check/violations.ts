import { alertRuleViolations } from './alert-rules.js';
import { scalingRuleViolations } from './autoscaling/scaling-rules.js';
import { batchViolations } from './batch.js';
import { canaryViolations } from './canary.js';
import { carriedOperationViolations } from './carried-operations.js';
import { encryptionViolations } from './encryption.js';
import { exposureViolations } from './exposure.js';
import type { Manifest } from './manifest.js';
import { metricsAccessViolations } from './metrics-access.js';
import { podViolations } from './pods.js';
import { quotaViolations } from './quotas.js';
import { redisMemoryViolations } from './redis-memory.js';
import { referenceViolations } from './references.js';
import type { Schemas } from './schemas.js';
import { settingViolations } from './setting-names.js';
import { timingViolations } from './timing.js';

/** @returns a sentence for each violation in the rendered manifests */
export async function findViolations(manifests: readonly Manifest[], schemas: Schemas): Promise<string[]> {
  const malformed = manifests.flatMap((manifest) => schemas.findViolations(manifest));
  // The other checks assume the shape that the schemas guarantee.
  if (malformed.length > 0) return malformed;
  return [
    ...referenceViolations(manifests),
    ...podViolations(manifests),
    ...scalingRuleViolations(manifests),
    ...quotaViolations(manifests),
    ...batchViolations(manifests),
    ...canaryViolations(manifests),
    ...redisMemoryViolations(manifests),
    ...(await timingViolations(manifests)),
    ...settingViolations(manifests),
    ...encryptionViolations(manifests),
    ...(await exposureViolations(manifests)),
    ...metricsAccessViolations(manifests),
    ...(await carriedOperationViolations(manifests)),
    ...(await alertRuleViolations(manifests)),
  ];
}

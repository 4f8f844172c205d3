import { beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from './manifest.js';
import { renderComposition } from './render.js';
import { Schemas } from './schemas.js';
import { seed, SEEDED_DEFECTS, SEEDED_DEFECTS_OF_GATEWAY_API } from './mutations.js';
import { findViolations } from './violations.js';

const schemas = new Schemas();

describe.each([
  { components: ['hpa', 'istio', 'monitoring', 'secrets'], defects: SEEDED_DEFECTS },
  { components: ['keda', 'gateway-api', 'monitoring', 'secrets'], defects: SEEDED_DEFECTS_OF_GATEWAY_API },
])('the check of $components', ({ components, defects }) => {
  let manifests: Manifest[];

  beforeAll(async () => {
    manifests = await renderComposition(components);
  });

  it('finds nothing in what ships', async () => {
    expect(await findViolations(manifests, schemas)).toEqual([]);
  });

  it.each(defects)('finds $name', async (defect) => {
    const violations = await findViolations(seed(defect, manifests), schemas);
    expect(violations.filter((violation) => defect.caughtAs.test(violation))).not.toEqual([]);
  });
});

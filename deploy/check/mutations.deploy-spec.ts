import { beforeAll, describe, expect, it } from 'vitest';
import { faultsOf } from './violations.js';
import type { Manifest } from './manifest.js';
import { renderComposition } from './render.js';
import { Schemas } from './schemas.js';
import { seed, SEEDED_DEFECTS, SEEDED_DEFECTS_OF_GATEWAY_API } from './mutations.js';

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
    expect(await faultsOf(manifests, schemas)).toEqual([]);
  });

  it.each(defects)('finds $name', async (defect) => {
    const faults = await faultsOf(seed(defect, manifests), schemas);
    expect(faults.filter((fault) => defect.caughtAs.test(fault))).not.toEqual([]);
  });
});

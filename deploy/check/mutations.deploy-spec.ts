import { beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from './manifest.js';
import {
  EXPOSED_SERVICE_MUTATIONS,
  EXPOSURE_MUTATIONS,
  METRICS_MUTATIONS,
  OPEN_ACCESS_MUTATIONS,
  SMOKE_MUTATIONS,
} from './access-mutations.js';
import { applyMutation, GATEWAY_API_MUTATIONS, ISTIO_MUTATIONS } from './mutations.js';
import { GATEWAY_API_ROUTE_MUTATIONS, ISTIO_ROUTE_MUTATIONS } from './route-mutations.js';
import { renderComposition } from './render.js';
import { Schemas } from './schemas.js';
import { findViolations } from './violations.js';

const schemas = new Schemas();

describe.each([
  {
    components: ['hpa', 'istio', 'monitoring', 'secrets', 'api-keys'],
    mutations: [...ISTIO_MUTATIONS, ...ISTIO_ROUTE_MUTATIONS, ...EXPOSURE_MUTATIONS, ...METRICS_MUTATIONS],
  },
  {
    components: ['keda', 'gateway-api', 'monitoring-azure', 'secrets', 'open-access'],
    mutations: [...GATEWAY_API_MUTATIONS, ...GATEWAY_API_ROUTE_MUTATIONS, ...OPEN_ACCESS_MUTATIONS],
  },
  { components: ['secrets'], mutations: EXPOSED_SERVICE_MUTATIONS },
  { components: ['secrets', 'api-keys', 'smoke'], mutations: SMOKE_MUTATIONS },
])('the checks of $components', ({ components, mutations }) => {
  let manifests: Manifest[];

  beforeAll(async () => {
    manifests = await renderComposition(components);
  });

  it('report no violations without a mutation', async () => {
    expect(await findViolations(manifests, schemas)).toEqual([]);
  });

  it.each(mutations)('detect $name', async (mutation) => {
    const violations = await findViolations(applyMutation(mutation, manifests), schemas);
    expect(violations.filter((violation) => mutation.expected.test(violation))).not.toEqual([]);
  });
});

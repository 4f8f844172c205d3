import { beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from './manifest.js';
import {
  EXPOSED_SERVICE_MUTATIONS,
  EXPOSURE_MUTATIONS,
  METRICS_MUTATIONS,
  OPEN_ACCESS_MUTATIONS,
  SMOKE_MUTATIONS,
  TOKEN_MUTATIONS,
} from './access-mutations.js';
import { BATCH_DOWNLOAD_MUTATIONS, BATCH_MUTATIONS, BATCH_SERVICE_MUTATIONS } from './batch-mutations.js';
import { CANARY_GATEWAY_API_MUTATIONS, CANARY_ISTIO_MUTATIONS } from './canary-mutations.js';
import { AKS_MUTATIONS, KEDA_QUOTA_MUTATIONS } from './capacity-mutations.js';
import {
  GATEWAY_API_DIALECT_MUTATIONS,
  ISTIO_DIALECT_MUTATIONS,
  TOKEN_DIALECT_MUTATIONS,
} from './dialect-route-mutations.js';
import { applyMutation, GATEWAY_API_MUTATIONS, ISTIO_MUTATIONS } from './mutations.js';
import { GATEWAY_API_ROUTE_MUTATIONS, ISTIO_ROUTE_MUTATIONS } from './route-mutations.js';
import { render, renderBatch, renderComposition } from './render.js';
import { Schemas } from './schemas.js';
import { findViolations } from './violations.js';

const schemas = new Schemas();

describe.each([
  {
    name: 'hpa, istio, monitoring, secrets and api-keys',
    load: () => renderComposition(['hpa', 'istio', 'monitoring', 'secrets', 'api-keys']),
    mutations: [
      ...ISTIO_MUTATIONS,
      ...ISTIO_ROUTE_MUTATIONS,
      ...ISTIO_DIALECT_MUTATIONS,
      ...EXPOSURE_MUTATIONS,
      ...METRICS_MUTATIONS,
    ],
  },
  {
    name: 'keda, gateway-api, monitoring-azure, secrets and open-access',
    load: () => renderComposition(['keda', 'gateway-api', 'monitoring-azure', 'secrets', 'open-access']),
    mutations: [
      ...GATEWAY_API_MUTATIONS,
      ...GATEWAY_API_ROUTE_MUTATIONS,
      ...GATEWAY_API_DIALECT_MUTATIONS,
      ...OPEN_ACCESS_MUTATIONS,
    ],
  },
  {
    name: 'istio, secrets and istio-jwt',
    load: () => renderComposition(['istio', 'secrets', 'istio-jwt']),
    mutations: [...TOKEN_MUTATIONS, ...TOKEN_DIALECT_MUTATIONS],
  },
  { name: 'secrets', load: () => renderComposition(['secrets']), mutations: EXPOSED_SERVICE_MUTATIONS },
  {
    name: 'secrets, api-keys and smoke',
    load: () => renderComposition(['secrets', 'api-keys', 'smoke']),
    mutations: SMOKE_MUTATIONS,
  },
  {
    name: 'hpa, quota, istio, secrets, open-access and canary-istio',
    load: () => renderComposition(['hpa', 'quota', 'istio', 'secrets', 'open-access', 'canary-istio']),
    mutations: CANARY_ISTIO_MUTATIONS,
  },
  {
    name: 'hpa, gateway-api, secrets, open-access and canary-gateway-api',
    load: () => renderComposition(['hpa', 'gateway-api', 'secrets', 'open-access', 'canary-gateway-api']),
    mutations: CANARY_GATEWAY_API_MUTATIONS,
  },
  {
    name: 'keda, quota, istio, monitoring, secrets and api-keys',
    load: () => renderComposition(['keda', 'quota', 'istio', 'monitoring', 'secrets', 'api-keys']),
    mutations: KEDA_QUOTA_MUTATIONS,
  },
  { name: 'the example batch', load: () => render('examples/batch'), mutations: BATCH_MUTATIONS },
  { name: 'batch-download', load: () => renderBatch(['batch-download']), mutations: BATCH_DOWNLOAD_MUTATIONS },
  {
    name: 'batch-service',
    load: () => renderBatch(['batch-service'], { SERVICE_URL: 'http://sentiment-api.sentiment:8000' }),
    mutations: BATCH_SERVICE_MUTATIONS,
  },
  { name: 'the overlay aks', load: () => render('overlays/aks'), mutations: AKS_MUTATIONS },
])('the checks of $name', ({ load, mutations }) => {
  let manifests: Manifest[];

  beforeAll(async () => {
    manifests = await load();
  });

  it('report no violations without a mutation', async () => {
    expect(await findViolations(manifests, schemas)).toEqual([]);
  });

  it.each(mutations)('detect $name', async (mutation) => {
    const violations = await findViolations(applyMutation(mutation, manifests), schemas);
    expect(violations.filter((violation) => mutation.expected.test(violation))).not.toEqual([]);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Manifest } from '../manifest.js';
import { applyMutation } from '../mutations.js';
import { render, renderBatch, renderComposition } from '../render.js';
import { WITHOUT_SCHEMA } from '../schemas.js';
import { startControlPlane, type ControlPlane } from './control-plane.js';

let cluster: ControlPlane;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'admission-'));
  cluster = await startControlPlane({ nodes: false });
}, 120_000);

afterAll(() => {
  cluster.stop();
  rmSync(folder, { recursive: true });
});

/** Sends rendered manifests to the API server in a dry run. */
async function applyDryRun(manifests: readonly Manifest[]): Promise<{ exitCode: number; output: string }> {
  const path = join(folder, 'render.yaml');
  const known = manifests.filter(({ apiVersion, kind }) => {
    // The control plane has no definition of these kinds.
    return !apiVersion.startsWith('azmonitoring.') && !WITHOUT_SCHEMA.includes(`${apiVersion} ${kind}`);
  });
  const namespace = known.filter(({ kind }) => kind === 'Namespace');
  writeFileSync(path, namespace.map((each) => stringify(each)).join('---\n'));
  await cluster.ask('apply', '-f', path);
  writeFileSync(path, known.map((each) => stringify(each)).join('---\n'));
  return cluster.kubectl('apply', '-f', path, '--dry-run=server', '--validate=strict');
}

describe.each([
  ['overlays/minikube', () => render('overlays/minikube')],
  ['overlays/aks', () => render('overlays/aks')],
  ['examples/production', () => render('examples/production')],
  ['examples/staging', () => render('examples/staging')],
  [
    'tokens for a cluster of Azure Managed Redis',
    () => renderComposition(['hpa', 'managed-redis', 'workload-identity', 'managed-redis-cluster', 'entra-id-login']),
  ],
  [
    'keda, gateway-api, monitoring',
    () => renderComposition(['keda', 'gateway-api', 'monitoring', 'secrets', 'open-access']),
  ],
  [
    'managed-redis, workload-identity',
    () => renderComposition(['hpa', 'secrets', 'managed-redis', 'workload-identity']),
  ],
  ['canary-istio', () => renderComposition(['hpa', 'istio', 'existing-secret', 'existing-api-keys', 'canary-istio'])],
  [
    'canary-gateway-api',
    () => renderComposition(['hpa', 'gateway-api', 'existing-secret', 'existing-api-keys', 'canary-gateway-api']),
  ],
  ['smoke', () => renderComposition(['secrets', 'smoke'])],
  ['examples/batch', () => render('examples/batch')],
  [
    'batch-download, batch-service',
    () => renderBatch(['batch-download', 'batch-service'], { SERVICE_URL: 'http://sentiment-api.sentiment:8000' }),
  ],
  ['smoke with API keys', () => renderComposition(['secrets', 'api-keys', 'smoke'])],
])('a real API server', (name, renderIt) => {
  it(`accepts ${name} in strict validation without a warning`, async () => {
    const { exitCode, output } = await applyDryRun(await renderIt());
    expect(exitCode, output).toBe(0);
    expect(output).not.toContain('Warning');
  });
});

describe('a real API server', () => {
  it('warns of a pod that violates the restricted profile', async () => {
    const manifests = await render('overlays/minikube');
    const withoutContext = {
      name: 'no security context',
      object: 'Deployment/sentiment-api',
      field: '/spec/template/spec/containers/0/securityContext',
      value: undefined,
      expected: /./,
    };
    const { output } = await applyDryRun(applyMutation(withoutContext, manifests));
    expect(output).toContain('Warning: would violate PodSecurity "restricted');
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyCheckout } from './checkout.js';
import { getSettings, type Manifest } from './manifest.js';
import { parse, renderText } from './render.js';
import { Schemas } from './schemas.js';
import { findViolations } from './violations.js';

const schemas = new Schemas();
let checkout: string;

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'choices-'));
  copyCheckout(checkout);
});

afterEach(() => {
  rmSync(checkout, { recursive: true });
});

/** Renders the overlay aks after other components have replaced some of its components. */
async function renderWith(replacements: Readonly<Record<string, readonly string[]>>): Promise<Manifest[]> {
  const overlay = join(checkout, 'deploy/overlays/aks');
  const path = join(overlay, 'kustomization.yaml');
  let text = readFileSync(path, 'utf8');
  for (const [component, others] of Object.entries(replacements)) {
    const line = `  - ../../components/${component}\n`;
    expect(text).toContain(line);
    text = text.replace(line, others.map((other) => `  - ../../components/${other}\n`).join(''));
  }
  writeFileSync(path, text);
  return parse(await renderText(overlay));
}

describe('the overlay aks', () => {
  it('asks for API keys and limits requests as it is', async () => {
    const { API_KEYS_FILE, RATE_LIMIT_REQUESTS, RATE_LIMIT_SECONDS, TRUSTED_PROXIES } = getSettings(
      await renderWith({}),
    );
    expect(API_KEYS_FILE).toBe('/etc/sentiment/api-keys/keys');
    expect([RATE_LIMIT_REQUESTS, RATE_LIMIT_SECONDS, TRUSTED_PROXIES]).toEqual(['600', '60', '1']);
  });

  it('mounts the keys read-only, and has none in its environment', async () => {
    const deployment = (await renderWith({})).find(({ kind }) => kind === 'Deployment');
    expect(JSON.stringify(deployment)).toContain(
      '{"mountPath":"/etc/sentiment/api-keys","name":"api-keys","readOnly":true}',
    );
    expect(JSON.stringify(deployment)).not.toContain('secretKeyRef');
    expect(JSON.stringify(deployment)).not.toContain('secretRef');
  });

  it('is open with open-access instead of keys, as MIGRATING.md says, and has a rate limit', async () => {
    const manifests = await renderWith({ 'existing-api-keys': ['open-access'] });
    expect(await findViolations(manifests, schemas)).toEqual([]);
    expect(getSettings(manifests).API_KEYS_FILE).toBeUndefined();
    expect(getSettings(manifests).RATE_LIMIT_REQUESTS).toBe('120');
  });

  it('takes every secret from Key Vault with its components, and needs no generated file', async () => {
    const manifests = await renderWith({
      'existing-secret': ['managed-redis', 'workload-identity', 'key-vault'],
      'existing-api-keys': ['key-vault-api-keys'],
    });
    expect(await findViolations(manifests, schemas)).toEqual([]);
    expect(manifests.filter(({ kind }) => kind === 'Secret')).toEqual([]);
    expect(getSettings(manifests).API_KEYS_FILE).toBe('/etc/sentiment/api-keys/keys');
  });

  it('logs in to a cluster of Azure Managed Redis with tokens, and mounts no password', async () => {
    const manifests = await renderWith({
      'existing-secret': ['managed-redis', 'workload-identity', 'managed-redis-cluster', 'entra-id-login'],
    });
    expect(await findViolations(manifests, schemas)).toEqual([]);
    const { REDIS_TOPOLOGY, REDIS_LOGIN, REDIS_PASSWORD_FILE } = getSettings(manifests);
    expect([REDIS_TOPOLOGY, REDIS_LOGIN, REDIS_PASSWORD_FILE]).toEqual(['cluster', 'entra-id', '']);
    const deployment = JSON.stringify(manifests.find(({ kind }) => kind === 'Deployment'));
    expect(deployment).not.toContain('redis-password');
    expect(deployment).not.toContain('/etc/sentiment/redis');
  });

  it('has a violation without keys', async () => {
    const violations = await findViolations(await renderWith({ 'existing-api-keys': [] }), schemas);
    expect(violations).toContainEqual(expect.stringContaining('clients from outside need no API key'));
    expect(violations).toContainEqual(expect.stringContaining('clients from outside have no rate limit'));
  });
});

describe('the overlay minikube', () => {
  it('asks for no API keys', async () => {
    const settings = getSettings(parse(await renderText(join(checkout, 'deploy/overlays/minikube'))));
    expect(settings.API_KEYS_FILE).toBeUndefined();
  });
});

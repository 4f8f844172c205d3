import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitFolder, copyCheckout } from './checkout.js';
import { filterByKind } from './manifest.js';
import { parse, renderText } from './render.js';
import { Schemas } from './schemas.js';
import { deploy } from './tools.js';
import { findViolations } from './violations.js';

/** Every kustomization that a cluster can take as it is. */
const FOLDERS = ['overlays', 'examples'].flatMap((kind) =>
  readdirSync(join(deploy, kind)).map((name) => `${kind}/${name}`),
);

/** A batch has neither the service nor Redis. */
const BATCH = 'examples/batch';

const schemas = new Schemas();
let work: string;
/** A repository with the files that git knows: no generated secret. */
let checkout: string;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'git-builds-'));
  checkout = join(work, 'checkout');
  copyCheckout(checkout);
  commitFolder(checkout);
});

afterAll(() => {
  rmSync(work, { recursive: true });
});

describe.each(FOLDERS)('deploy/%s', (folder) => {
  it('renders from a clone without generated files, holds no Secret, and has no violation', async () => {
    const manifests = parse(await renderText(join(checkout, 'deploy', folder)));
    expect(manifests.length).toBeGreaterThan(folder === BATCH ? 7 : 10);
    expect(filterByKind(manifests, 'Secret')).toEqual([]);
    expect(await findViolations(manifests, schemas)).toEqual([]);
  });

  it('renders as a remote base, to the same objects', async () => {
    const remote = await renderText(`file://${checkout}//deploy/${folder}?ref=main`);
    expect(remote).toBe(await renderText(join(checkout, 'deploy', folder)));
  });
});

describe('deploy/base', () => {
  it('renders alone, and needs nothing but images and the Secrets of generate-secrets.sh --apply', async () => {
    const manifests = parse(await renderText(join(checkout, 'deploy/base')));
    const violations = await findViolations(manifests, schemas);
    expect(violations).toEqual([
      expect.stringContaining('no Secret sentiment-redis'),
      expect.stringContaining('no Secret sentiment-redis-acl'),
      expect.stringContaining('the image sentiment has no fixed tag'),
      expect.stringContaining('the image redis has no fixed tag'),
    ]);
  });
});

describe('The examples of environments', () => {
  it.each([
    ['production', 'sentiment.example.com'],
    ['staging', 'sentiment.staging.example.com'],
  ])('%s has its host and its registry everywhere, and applies no object for them', async (name, host) => {
    const text = await renderText(join(checkout, 'deploy/examples', name));
    const hosts = [...text.matchAll(/\bsentiment\.(?:[a-z]+\.)?example\.com\b/g)].map(([found]) => found);
    expect(new Set(hosts)).toEqual(new Set([host]));
    expect(hosts).toHaveLength(3);
    expect(text).not.toContain('sentiment-environment');
    const images = [...text.matchAll(/image: (\S+)\//g)].map(([, registry]) => registry);
    expect(new Set(images)).toEqual(new Set([`${name}.azurecr.io`]));
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitFolder, copyCheckout } from './checkout.js';
import { filterByKind } from './manifest.js';
import { parse, renderText } from './render.js';

const OVERLAY = 'deploy/overlays/aks-gitops';

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

describe('The overlay aks-gitops', () => {
  it('renders from a clone without generated files, and holds no Secret', async () => {
    const manifests = parse(await renderText(join(checkout, OVERLAY)));
    expect(manifests.length).toBeGreaterThan(10);
    expect(filterByKind(manifests, 'Secret')).toEqual([]);
  });

  it('renders as a remote base, to the same objects', async () => {
    const remote = await renderText(`file://${checkout}//${OVERLAY}?ref=main`);
    expect(remote).toBe(await renderText(join(checkout, OVERLAY)));
  });
});

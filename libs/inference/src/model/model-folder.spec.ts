import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nanModel, threeClassModel } from '#libs/testing';
import { openModelFolder } from './model-folder.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'model-folder-'));
  cpSync(threeClassModel, folder, { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const readJson = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>;

function changeManifest(changes: object): void {
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...readJson('manifest.json'), ...changes }));
}

async function digestWith(changes: object): Promise<string> {
  changeManifest(changes);
  return (await openModelFolder(folder, 16)).description.digest;
}

describe('Model folder', () => {
  it('describes the neutral label and the temperatures of its manifest', async () => {
    expect((await openModelFolder(folder, 16)).description).toMatchObject({
      labels: ['NEGATIVE', 'NEUTRAL', 'POSITIVE'],
      neutralLabel: 'NEUTRAL',
      temperature: 2,
      threeClassTemperature: 0.5,
    });
  });

  it('has another digest for each manifest that gives other answers', async () => {
    const digests = [
      await digestWith({}),
      await digestWith({ threeClassTemperature: 0.6 }),
      await digestWith({ neutralLabel: 'POSITIVE' }),
      await digestWith({ neutralLabel: null }),
      await digestWith({ neutralLabel: null, windows: { tokens: 16, overlapTokens: 4 } }),
      await digestWith({ neutralLabel: null, windows: { tokens: 16, overlapTokens: 4, temperature: 2 } }),
    ];
    expect(new Set(digests).size).toBe(6);
  });

  it('has the same digest for another abstain table, which changes no answer', async () => {
    expect(await digestWith({ abstain: [] })).toBe(await digestWith({}));
  });

  it('keeps the digest that folders without a neutral label have always had', async () => {
    expect((await openModelFolder(nanModel, 16)).description.digest).toBe(
      '2191e1a1c8593b044d14e223c6764c175ba2ea68d51a877851391cd497ba66a6',
    );
  });

  it('is refused when it has a neutral label among labels that are scored alone', async () => {
    const config = JSON.stringify({ ...readJson('config.json'), problem_type: 'multi_label_classification' });
    writeFileSync(join(folder, 'config.json'), config);
    const files = readJson('manifest.json').files as Record<string, unknown>;
    const sha256 = createHash('sha256').update(config).digest('hex');
    changeManifest({ files: { ...files, 'config.json': { bytes: Buffer.byteLength(config), sha256 } } });
    await expect(openModelFolder(folder, 16)).rejects.toThrow('manifest.json: "neutralLabel" needs a model of softmax');
  });
});

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nanModel, postJson, startApi } from '#libs/testing';

const folder = mkdtempSync(join(tmpdir(), 'temperature-'));
cpSync(nanModel, folder, { recursive: true });

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly digest: string;
  readonly temperature: number;
  /** The odds of the likelier label of two. */
  readonly odds: number;
}

async function answerAt(temperature: number | undefined): Promise<Answer> {
  const manifest = JSON.parse(readFileSync(join(nanModel, 'manifest.json'), 'utf8')) as object;
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, temperature }));
  const api = await startApi({ env: { MODEL_DIR: folder } });
  try {
    const model = (await (await fetch(`${api.url}/model`)).json()) as Answer;
    const response = await postJson(api.url, { text: ['good'] });
    const { predictions } = (await response.json()) as { predictions: { score: number }[][] };
    const [high = Number.NaN, low = Number.NaN] = (predictions[0] ?? []).map(({ score }) => score);
    return { digest: model.digest, temperature: model.temperature, odds: high / low };
  } finally {
    await api.stop();
  }
}

describe('the temperature of a manifest', () => {
  it('divides logits before they become scores, is shown at /model, and is part of the digest that cache keys hold', async () => {
    const plain = await answerAt(undefined);
    const cooled = await answerAt(2);
    expect([plain.temperature, cooled.temperature]).toEqual([1, 2]);
    expect(plain.odds).toBeGreaterThan(1.01);
    expect(Math.log(cooled.odds)).toBeCloseTo(Math.log(plain.odds) / 2, 5);
    expect(cooled.digest).not.toBe(plain.digest);
  });
});

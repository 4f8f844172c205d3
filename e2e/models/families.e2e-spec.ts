import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, fixtures, postJson, startApi } from '#libs/testing';

const families = join(fixtures, 'families');
/** Largest difference of a probability between this service and PyTorch, in fp32. */
const BOUND = 1e-4;

interface Golden {
  readonly answers: readonly { text: string; logits: number[]; truncated: boolean }[];
}

interface Config {
  readonly id2label: Record<string, string>;
  readonly problem_type?: string;
}

interface Response {
  readonly predictions: readonly (readonly { label: string; score: number }[])[];
  readonly truncated?: readonly number[];
}

function readJson(folder: string, file: string): unknown {
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}

/** Probabilities of PyTorch's logits, in doubles and by the textbook: no code of the service. */
function referenceScores(logits: readonly number[], isSoftmax: boolean): number[] {
  const exponentials = logits.map(Math.exp);
  const sum = exponentials.reduce((total, each) => total + each, 0);
  return logits.map((logit, index) => (isSoftmax ? (exponentials[index] ?? 0) / sum : 1 / (1 + Math.exp(-logit))));
}

describe.each(readdirSync(families))('families: a %s classifier', (name) => {
  const folder = join(families, name);
  const golden = readJson(folder, 'golden.json') as Golden;
  const config = readJson(folder, 'config.json') as Config;
  const labels = Object.values(config.id2label);
  const isSoftmax = config.problem_type !== 'multi_label_classification' && labels.length > 1;
  let api: Api;

  async function predict(texts: readonly string[]): Promise<Response> {
    const response = await postJson(api.url, { text: texts });
    expect(response.status).toBe(200);
    return (await response.json()) as Response;
  }

  beforeAll(async () => {
    api = await startApi({ env: { MODEL_DIR: folder, CACHE_TTL_SECONDS: '0', MAX_WINDOWS: '1' } });
  });
  afterAll(async () => {
    await api.stop();
  });

  it('answers over HTTP what PyTorch answers, within 1e-4, every label, highest first', async () => {
    const { predictions, truncated } = await predict(golden.answers.map(({ text }) => text));
    let largest = 0;
    golden.answers.forEach(({ logits }, index) => {
      const expected = referenceScores(logits, isSoftmax);
      const scores = predictions[index] ?? [];
      expect(scores.map(({ label }) => label).sort()).toEqual([...labels].sort());
      expect(scores.map(({ score }) => score)).toEqual(scores.map(({ score }) => score).sort((a, b) => b - a));
      for (const { label, score } of scores) {
        largest = Math.max(largest, Math.abs(score - (expected[labels.indexOf(label)] ?? Number.NaN)));
      }
    });
    expect(largest).toBeLessThan(BOUND);
    const cut = golden.answers.flatMap((answer, index) => (answer.truncated ? [index] : []));
    expect(cut.length).toBeGreaterThan(0);
    expect(truncated).toEqual(cut);
  });

  it('gives a text the same scores alone as among others', async () => {
    const texts = golden.answers.map(({ text }) => text).slice(0, 30);
    const together = (await predict(texts)).predictions;
    for (const [index, text] of texts.entries()) {
      const [alone] = (await predict([text])).predictions;
      alone?.forEach(({ label, score }) => {
        const other = together[index]?.find((each) => each.label === label);
        expect(Math.abs(score - (other?.score ?? Number.NaN))).toBeLessThanOrEqual(1e-6);
      });
    }
  });

  it('says at /model how it scores', async () => {
    const model = (await (await fetch(`${api.url}/model`)).json()) as Record<string, unknown>;
    expect(model).toMatchObject({ labels, scoring: isSoftmax ? 'softmax' : 'sigmoid', accuracy: null });
  });
});

describe('families: a tokenizer that asks for padding at the left, to a fixed length', () => {
  it('changes no answer, whoever stands beside the text', async () => {
    const source = join(families, 'bert');
    const folder = mkdtempSync(join(tmpdir(), 'left-padding-'));
    cpSync(source, folder, { recursive: true });
    const tokenizer = readJson(source, 'tokenizer.json') as object;
    const padding = { strategy: { Fixed: 64 }, direction: 'Left', pad_to_multiple_of: null, pad_id: 0, pad_type_id: 0 };
    const content = JSON.stringify({ ...tokenizer, padding: { ...padding, pad_token: '[PAD]' } });
    writeFileSync(join(folder, 'tokenizer.json'), content);
    const manifest = readJson(source, 'manifest.json') as { files: Record<string, unknown> };
    const sha256 = createHash('sha256').update(content).digest('hex');
    manifest.files['tokenizer.json'] = { bytes: Buffer.byteLength(content), sha256 };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    const [plain, padded] = [
      await startApi({ env: { MODEL_DIR: source } }),
      await startApi({ env: { MODEL_DIR: folder } }),
    ];
    const text = (readJson(source, 'golden.json') as Golden).answers.map((answer) => answer.text);
    const [expected, actual] = await Promise.all(
      [plain, padded].map(async ({ url }) => (await postJson(url, { text })).json()),
    );
    expect(actual).toEqual(expected);
    await Promise.all([plain.stop(), padded.stop()]);
    rmSync(folder, { recursive: true });
  });
});

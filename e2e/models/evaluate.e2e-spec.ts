import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nanModel, threeClassModel } from '#libs/testing';
import { runModelTool, type EndedTool } from './run-model-tool.js';
const folder = mkdtempSync(join(tmpdir(), 'evaluate-'));
const data = join(folder, 'labelled.tsv');

beforeAll(() => {
  writeFileSync(data, 'sentence\tlabel\ngood\t1\nbad\t0\ngood good\t0\na poison\t1\n');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function evaluate(...options: string[]): Promise<EndedTool> {
  return runModelTool('evaluate', '--model-dir', nanModel, ...options);
}

describe('model:evaluate', () => {
  it('prints accuracy, confusion and failures as JSON', async () => {
    const { stdout } = await evaluate('--data', data, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      texts: 4,
      accuracy: 0.5,
      failed: 1,
      table: [
        [1, 1],
        [0, 1],
      ],
    });
  });

  it('prints a table for people', async () => {
    const { stdout } = await evaluate('--data', data);
    expect(stdout).toContain('accuracy   0.5000 of 4 texts');
    expect(stdout).toMatch(/NEGATIVE\s+1\s+1\nPOSITIVE\s+0\s+1\n/);
  });

  it('ends with 1 below the accuracy asked for', async () => {
    expect((await evaluate('--data', data, '--minimum', '0.9')).code).toBe(1);
    expect((await evaluate('--data', data, '--minimum', 'manifest')).code).toBeUndefined();
  });

  it('takes the polarity of a model with a neutral label, and all three labels with --neutral', async () => {
    const polarity = await evaluate('--model-dir', threeClassModel, '--data', data, '--json');
    expect(JSON.parse(polarity.stdout)).toMatchObject({
      model: { labels: ['NEGATIVE', 'POSITIVE'] },
      accuracy: 0.5,
      table: [
        [1, 1],
        [1, 1],
      ],
    });
    const three = join(folder, 'three.tsv');
    writeFileSync(three, 'sentence\tlabel\ngood\t2\nbad\t0\nparcel\t1\ngood parcel\t2\n');
    const all = await evaluate('--model-dir', threeClassModel, '--data', three, '--neutral', '--json');
    expect(JSON.parse(all.stdout)).toMatchObject({
      model: { labels: ['NEGATIVE', 'NEUTRAL', 'POSITIVE'] },
      accuracy: 0.75,
      table: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 1, 1],
      ],
    });
  });

  it('names a label that the answers do not have, and a model without a neutral label', async () => {
    const three = join(folder, 'neutral.tsv');
    writeFileSync(three, 'sentence\tlabel\ngood\t2\n');
    const { code, stderr } = await evaluate('--model-dir', threeClassModel, '--data', three);
    expect([code, stderr]).toEqual([2, expect.stringContaining('text 0 has the label 2')]);
    const refused = await evaluate('--data', data, '--neutral');
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('has no neutral label')]);
  });

  it('names the line that does not fit', async () => {
    const broken = join(folder, 'broken.tsv');
    writeFileSync(broken, 'sentence\tlabel\ngood\t1\nno label\n');
    const { code, stderr } = await evaluate('--data', broken);
    expect(code).toBe(2);
    expect(stderr).toContain('line 3');
  });
});

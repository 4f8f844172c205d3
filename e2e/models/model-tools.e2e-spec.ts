import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fixtures, nanModel, repository, threeClassModel } from '#libs/testing';
import { runModelTool } from './run-model-tool.js';
const folder = mkdtempSync(join(tmpdir(), 'model-tools-'));
const distilbert = join(fixtures, 'families/distilbert');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

interface Verdict {
  readonly fit: boolean;
  readonly findings: readonly { check: string; outcome: string; figures: Record<string, number> }[];
}

describe('model tools: model:check', () => {
  it('finds a good folder fit, and says what it costs', async () => {
    const { code, stdout } = await runModelTool('check', distilbert);
    expect(code).toBeUndefined();
    const checks = stdout.split('\n').map((line) => line.slice(0, 20).trim().split(/\s+/).at(-1));
    const wanted = ['files', 'labels', 'start', 'tokenizer', 'golden', 'neighbours', 'speed', 'memory'];
    expect(checks.slice(1, -2)).toEqual(wanted);
    expect(stdout).toContain('fit to serve');
    expect(stdout).not.toContain('NOT');
  });

  it('finds a folder with a neutral label fit, and takes the accuracy of its polarity', async () => {
    const data = file('polarity.tsv', 'sentence\tlabel\ngood\t1\nbad\t0\ngood parcel\t1\n');
    const { code, stdout } = await runModelTool('check', threeClassModel, '--data', data, '--minimum', '1');
    expect(code).toBeUndefined();
    expect(stdout).toMatch(/^ok\s+labels\s+NEGATIVE, NEUTRAL, POSITIVE, neutral is NEUTRAL; softmax/m);
    expect(stdout).toMatch(/^ok\s+accuracy\s+1\.0000 of 3 texts/m);
  });

  it('tells programs the same figures', async () => {
    const data = file('labelled.tsv', 'sentence\tlabel\ngood\t1\nbad\t0\ngood bad\t1\nok\t0\n');
    const { stdout } = await runModelTool('check', distilbert, '--data', data, '--json');
    const { fit, findings } = JSON.parse(stdout) as Verdict;
    expect(fit).toBe(true);
    const figures = Object.fromEntries(findings.map((finding) => [finding.check, finding.figures]));
    expect(figures['golden']?.['largest']).toBeLessThan(1e-4);
    expect(figures['accuracy']?.['texts']).toBe(4);
    expect(figures['speed']?.['textsPerSecond']).toBeGreaterThan(0);
    expect(figures['memory']?.['modelProcessBytes']).toBeGreaterThan(1e6);
  });

  it('ends with 1 below the accuracy asked for, and where the manifest promises none', async () => {
    const data = file('wrong.tsv', 'sentence\tlabel\ngood\t0\nbad\t1\n');
    const { code, stdout } = await runModelTool('check', nanModel, '--data', data, '--minimum', '0.5');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^FAILED\s+accuracy\s+0\.0000 of 2 texts/m);
    expect((await runModelTool('check', distilbert, '--data', data, '--minimum', 'manifest')).code).toBe(1);
  });

  it('names the file that makes a folder unfit, and ends with 1', async () => {
    const broken = join(folder, 'broken');
    cpSync(distilbert, broken, { recursive: true });
    writeFileSync(join(broken, 'tokenizer.json'), '{}');
    const { code, stdout } = await runModelTool('check', broken);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^FAILED\s+start\s+tokenizer\.json: has 2 bytes/m);
    expect(stdout).toContain('NOT fit to serve');
  });

  it('says how it is used', async () => {
    expect((await runModelTool('check')).code).toBe(2);
    expect((await runModelTool('check', '--help')).stdout).toContain('sentiment check <dir>');
  });
});

describe('model tools: model:compare', () => {
  it('finds that a folder agrees with itself', async () => {
    const texts = file('texts.txt', 'good\nbad\na longer text about nothing\n');
    const { stdout } = await runModelTool('compare', distilbert, distilbert, '--texts', texts);
    expect(stdout).toContain('agreement   both models give 100.00 % of 3 texts the same label; 0 labels differ');
  });

  it('shows the flipped texts of two models, the largest disagreement first', async () => {
    const texts = file(
      'many.txt',
      Array.from({ length: 40 }, (_, index) => `text number ${index} is good or bad`).join('\n'),
    );
    const { stdout } = await runModelTool('compare', nanModel, distilbert, '--texts', texts, '--json');
    const found = JSON.parse(stdout) as {
      flips: number;
      agreement: number;
      disagreements: { isFlip: boolean; difference: number; text: string }[];
    };
    expect(found.agreement).toBeCloseTo(1 - found.flips / 40, 9);
    expect(found.disagreements).toHaveLength(10);
    const flips = found.disagreements.filter(({ isFlip }) => isFlip);
    expect(flips.length).toBeGreaterThan(1);
    expect(flips.map(({ difference }) => difference)).toEqual(
      flips.map(({ difference }) => difference).sort((a, b) => b - a),
    );
  });

  it('compares the polarity of a model with a neutral label, and all three labels with --neutral', async () => {
    const texts = file('parcels.txt', 'good parcel\nbad parcel\n');
    const polarity = await runModelTool('compare', nanModel, threeClassModel, '--texts', texts);
    expect(polarity.stdout).toContain('of 2 texts the same label; 0 labels differ');
    const all = await runModelTool(
      'compare',
      threeClassModel,
      threeClassModel,
      '--texts',
      texts,
      '--neutral',
      '--json',
    );
    const { disagreements } = JSON.parse(all.stdout) as { disagreements: { answers: { label: string }[] }[] };
    expect(disagreements.map(({ answers }) => answers[0]?.label)).toEqual(['NEUTRAL', 'NEUTRAL']);
    const refused = await runModelTool('compare', nanModel, threeClassModel, '--texts', texts, '--neutral');
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('has no neutral label')]);
  });

  it('refuses models of different labels, and texts that are not there', async () => {
    const texts = file('one.txt', 'good\n');
    const other = join(fixtures, 'families/bert');
    const { code, stderr } = await runModelTool('compare', distilbert, other, '--texts', texts);
    expect(code).toBe(2);
    expect(stderr).toContain('the labels of the two models differ');
    expect((await runModelTool('compare', distilbert, distilbert, '--texts', join(folder, 'none'))).code).toBe(2);
  });
});

describe('model tools: model:pull and its like', () => {
  it('say what is missing where the Python packages are', () => {
    const copy = join(folder, 'training');
    cpSync(join(repository, 'model-artifacts/training/python.sh'), join(copy, 'python.sh'));
    const ended = (environment: Record<string, string>, ...options: string[]) => {
      try {
        execFileSync(join(copy, 'python.sh'), options, {
          env: { PATH: '/usr/bin:/bin', ...environment },
          stdio: 'pipe',
        });
        return undefined;
      } catch (error) {
        const { status, stderr } = error as { status: number; stderr: Buffer };
        return { status, stderr: stderr.toString() };
      }
    };
    expect(ended({}, 'pull', 'a/b')).toEqual({
      status: 2,
      stderr: expect.stringContaining(
        'model:pull: its Python packages are not installed; run: npm run model:setup',
      ) as string,
    });
    expect(ended({ PYTHON: 'no-such-python' }, 'setup')).toEqual({
      status: 2,
      stderr: expect.stringContaining('there is no no-such-python') as string,
    });
  });
});

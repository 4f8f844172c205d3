import { describe, expect, it } from 'vitest';
import { parseManifest } from './manifest.js';

const MANIFEST = {
  name: 'tiny',
  version: '1.0.0',
  precision: 'fp32',
  labels: ['NEGATIVE', 'NEUTRAL', 'POSITIVE'],
  maxTokens: 32,
  batchInvariant: true,
  files: Object.fromEntries(
    ['config.json', 'golden.json', 'model.onnx', 'tokenizer.json'].map((name) => [name, { bytes: 1, sha256: 'a' }]),
  ),
};
const parse = (changes: object) => parseManifest(JSON.stringify({ ...MANIFEST, ...changes }));

describe('Manifest', () => {
  it('has no neutral label and the temperature 1 unless it says so', () => {
    expect(parse({})).toMatchObject({ neutralLabel: null, temperature: 1, threeClassTemperature: null });
  });

  it('may say how long texts are read, and in which languages', () => {
    expect(parse({})).toMatchObject({ windows: null, languages: [] });
    const declared = { windows: { tokens: 16, overlapTokens: 4, temperature: 0.5 }, languages: ['en', 'de'] };
    expect(parse(declared)).toMatchObject(declared);
    expect(parse({ windows: { tokens: 16, overlapTokens: 0 } }).windows?.temperature).toBe(1);
  });

  it('declares a neutral label and a temperature for three classes', () => {
    const declared = { neutralLabel: 'NEUTRAL', temperature: 1.5, threeClassTemperature: 1.25 };
    expect(parse(declared)).toMatchObject(declared);
  });

  it.each([
    ['a neutral label that is no label', { neutralLabel: 'neutral' }, '"neutralLabel" must be one of "labels"'],
    ['a neutral label that is no string', { neutralLabel: 1 }, '"neutralLabel" must be a non-empty string'],
    [
      'a neutral label among two labels',
      { neutralLabel: 'NEUTRAL', labels: ['NEUTRAL', 'POSITIVE'] },
      '"labels" must be three labels, because "neutralLabel" is there',
    ],
    ['a temperature of 0', { threeClassTemperature: 0 }, '"threeClassTemperature" must be a number from 0.01 to 100'],
    [
      'windows that are longer than the maximum',
      { windows: { tokens: 33, overlapTokens: 4 } },
      '"windows.tokens" must be a number from 3 to 32',
    ],
    [
      'windows that overlap by all they hold',
      { windows: { tokens: 16, overlapTokens: 14 } },
      '"windows.overlapTokens" must be a number from 0 to 13',
    ],
    ['languages that are no list', { languages: 'en' }, '"languages" must be'],
    ['an abstain table that is no list', { abstain: {} }, '"abstain" must be a list'],
    [
      'a row of the abstain table without a coverage',
      { abstain: [{ threshold: 0.9, precision: 0.97 }] },
      '"abstain[0].coverage" must be a number from 0 to 1',
    ],
    [
      'an early exit by a percentage',
      { earlyExit: { afterLayer: 3, polarity: 80, neutral: 0.8 } },
      '"earlyExit.polarity" must be a number from 0 to 1',
    ],
  ])('is refused for %s', (_, changes, reason) => {
    expect(() => parse(changes)).toThrow(`manifest.json: ${reason}`);
  });

  it('may have an abstain table with more fields than the service checks', () => {
    const row = { slice: 'reviews', threshold: 0.9, precision: 0.97, coverage: 0.8 };
    expect(() => parse({ abstain: [row, { ...row, threshold: 0.8 }] })).not.toThrow();
  });
});

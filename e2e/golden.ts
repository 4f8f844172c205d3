import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedModel } from '#libs/testing';

interface Golden {
  readonly probabilityTolerance: number;
  readonly answers: readonly {
    readonly text: string;
    readonly ids: readonly number[];
    /** In the order of the labels. */
    readonly logits: readonly number[];
    readonly truncated: boolean;
  }[];
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(shippedModel, file), 'utf8'));
}

/** The shipped model's golden answers: texts with what the Python reference makes of them. */
export const golden = readJson('golden.json') as Golden;

/** The shipped model's labels, and what its logits are divided by for two labels and for all three. */
export const { labels, temperature, threeClassTemperature } = readJson('manifest.json') as {
  readonly labels: readonly string[];
  readonly temperature: number;
  readonly threeClassTemperature: number;
};

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedModel } from '#libs/testing';

interface Golden {
  readonly probabilityTolerance: number;
  readonly answers: readonly {
    readonly text: string;
    readonly ids: readonly number[];
    readonly logits: readonly [number, number];
    readonly truncated: boolean;
  }[];
}

/** The shipped model's golden answers: texts with what the Python reference makes of them. */
export const golden = JSON.parse(readFileSync(join(shippedModel, 'golden.json'), 'utf8')) as Golden;

/** What the shipped model's logits are divided by. */
export const { temperature } = JSON.parse(readFileSync(join(shippedModel, 'manifest.json'), 'utf8')) as {
  readonly temperature: number;
};

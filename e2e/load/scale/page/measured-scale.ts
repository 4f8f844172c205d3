import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '#libs/testing';
import type { TextCosts } from './sizing.js';

/** One quantity of a load: the prediction, and the median and range of the rounds. */
export interface Comparison {
  readonly quantity: string;
  readonly isPrimary: boolean;
  readonly predicted: number;
  readonly measured: number;
  readonly lowest: number;
  readonly highest: number;
}

/** The last run of `npm run bench:scale -- --write`. */
export interface MeasuredScale {
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  readonly model: string;
  readonly loadBefore: number;
  readonly rounds: number;
  readonly costs: TextCosts;
  readonly loads: readonly { readonly name: string; readonly comparisons: readonly Comparison[] }[];
}

const FILE = join(repository, 'e2e/load/scale/measured-scale.json');

export function readMeasuredScale(): MeasuredScale {
  return JSON.parse(readFileSync(FILE, 'utf8')) as MeasuredScale;
}

export function writeMeasuredScale(measured: MeasuredScale): void {
  writeFileSync(FILE, `${JSON.stringify(measured, null, 2)}\n`);
}

import type { MeasuredScale } from '../page/measured-scale.js';
import { formatDeviation } from '../page/render-page.js';
import { print } from '../../report.js';
import type { RequestCosts } from '../simulation/service-costs.js';
import type { CalibratedCosts } from './calibration.js';

/** Of a primary quantity. */
export const MAX_DEVIATION = 0.15;
const US_PER_MS = 1_000;

/** Prints the calibrated costs, in microseconds. */
export function printCosts({ costs, texts, busyCores }: CalibratedCosts, bytesPerKey: number): void {
  for (const [pace, { model, ...parties }] of Object.entries(costs)) {
    print(`${pace}: a request, us`, 'request | with Redis | with the model | text in memory | in Redis | new');
    for (const [party, each] of Object.entries<RequestCosts>(parties)) {
      const { requestMs, lookupMs, inferenceMs, memoryTextMs, redisTextMs, newTextMs } = each;
      const all = [requestMs, lookupMs, inferenceMs, memoryTextMs, redisTextMs, newTextMs];
      print(`  ${party}`, all.map((ms) => toUs(ms).padStart(7)).join(' | '));
    }
    print('  model process, us', `a run ${toUs(model.runMs)}, a text ${toUs(model.textMs)}`);
  }
  for (const [kind, { serviceMs, redisMs }] of Object.entries(texts)) {
    print(`a text, ${kind}`, `service ${toUs(serviceMs)} us, Redis ${toUs(redisMs)} us`);
  }
  print('a text in Redis', `${bytesPerKey.toFixed(0)} bytes`);
  print('cores of the busiest load', busyCores.toFixed(2));
}

/** Prints predicted and measured quantities of a load. */
export function printComparisons({ name, comparisons }: MeasuredScale['loads'][number]): void {
  print(name, '');
  for (const comparison of comparisons) {
    const { quantity, isPrimary, predicted, measured, lowest, highest } = comparison;
    const digits = measured < 10 ? 3 : 0;
    const range = `${measured.toFixed(digits)} (${lowest.toFixed(digits)} to ${highest.toFixed(digits)})`;
    print(
      `  ${isPrimary ? '*' : ' '} ${quantity}`,
      `predicted ${predicted.toFixed(digits)}, measured ${range}, ${formatDeviation(comparison)}`,
    );
  }
}

function toUs(ms: number): string {
  return (ms * US_PER_MS).toFixed(1);
}

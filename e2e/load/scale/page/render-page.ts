import { format } from 'prettier';
import type { FleetSample } from '../../../../deploy/check/autoscaling/fleet.js';
import { HIT_RATES, SIZES, SIZING_ASSUMPTIONS } from './assumptions.js';
import type { Comparison, MeasuredScale } from './measured-scale.js';
import { SCENARIO_TEXTS_PER_DAY, type Scenario } from './scenarios.js';
import { computeBreakEvenHits, computeSizing, type TextCosts } from './sizing.js';

const PERCENT = 100;
const US_PER_MS = 1_000;
/** The prices and the factors are no more exact. */
const SIGNIFICANT_DIGITS = 2;
/** Of figures from which readers compute others. */
const EXACT_DIGITS = 3;
const SECONDS_PER_MINUTE = 60;

/**
 * Writes the figures of the page between their marks, `<!-- figures: costs -->` and `<!-- end -->`.
 *
 * @returns the page as prettier formats it
 * @throws Error for a mark without figures
 */
export async function renderPage(
  page: string,
  measured: MeasuredScale,
  scenarios: readonly Scenario[],
): Promise<string> {
  const blocks: Readonly<Record<string, string>> = {
    costs: renderCosts(measured),
    sizing: renderSizing(measured.costs),
    scenarios: renderScenarios(scenarios),
    check: renderCheck(measured),
  };
  const written = page.replaceAll(
    /(<!-- figures: (\w+) -->)[^]*?(<!-- end -->)/g,
    (_, begin: string, name: string, end: string) => {
      const block = blocks[name];
      if (block === undefined) throw new Error(`there are no figures ${name}`);
      return `${begin}\n\n${block}\n\n${end}`;
    },
  );
  return await format(written, { parser: 'markdown', printWidth: 120, proseWrap: 'preserve' });
}

function renderCosts({ costs, date, machine, node, model, loadBefore, rounds }: MeasuredScale): string {
  const us = (ms: number) => `${round(ms * US_PER_MS, EXACT_DIGITS)} µs`;
  return [
    `${machine}, Node ${node}, ${date}, model ${model}. Medians of ${rounds} rounds; load of the machine before: ${loadBefore.toFixed(1)}.`,
    '',
    toTable([
      ['A text of a request of 8', 'CPU of the service', 'CPU of Redis'],
      ['new: the model runs it', us(costs.newTextMs), us(costs.redisNewTextMs)],
      ['known: Redis has it', us(costs.knownTextMs), us(costs.redisKnownTextMs)],
    ]),
    '',
    `A text takes ${costs.bytesPerKey.toFixed(0)} bytes of Redis.`,
  ].join('\n');
}

function renderSizing(costs: TextCosts): string {
  const rows = SIZES.flatMap((textsPerDay) =>
    HIT_RATES.map((hitRate) => {
      const sizing = computeSizing(textsPerDay, hitRate, costs, SIZING_ASSUMPTIONS);
      return [
        nameCount(textsPerDay),
        `${hitRate * PERCENT} %`,
        toText(round(sizing.peakTextsPerSecond, EXACT_DIGITS)),
        toText(round(sizing.peakCores, EXACT_DIGITS)),
        toText(sizing.peakPods),
        toText(sizing.peakNodes),
        hitRate === 0 ? '-' : `${toText(round(sizing.redisGib))} GiB`,
        hitRate === 0 ? '-' : toText(round(sizing.redisCores)),
        toText(round(sizing.nodesUsdPerMonth)),
        hitRate === 0 ? '-' : toText(round(sizing.redisUsdPerMonth)),
        toText(round(sizing.usdPerMillionTexts)),
      ];
    }),
  );
  const head = [
    'Texts a day',
    'Hits',
    'Texts/s at the peak',
    'Cores',
    'Pods',
    'Nodes',
    'Redis',
    'Redis cores',
    'Nodes, USD a month',
    'Redis, USD a month',
    'USD a million texts',
  ];
  const hits = round(computeBreakEvenHits(costs, SIZING_ASSUMPTIONS));
  const sentence = `A key in Redis costs as much as it saves when its text has about ${hits} hits a day.`;
  return [toTable([head, ...rows]), '', sentence].join('\n');
}

function renderScenarios(scenarios: readonly Scenario[]): string {
  const rows = scenarios.map(({ name, samples }) => {
    const list = (field: 'readyPods' | 'pods' | 'nodes' | 'waitSeconds' | 'hitRate') =>
      samples.map((each) => each[field]);
    const share = (value: number) => `${(value * PERCENT).toFixed(0)} %`;
    return [
      name,
      `${Math.min(...list('readyPods'))} to ${Math.max(...list('pods'))}`,
      String(Math.max(...list('nodes'))),
      `${share(Math.min(...list('hitRate')))} to ${share(Math.max(...list('hitRate')))}`,
      `${Math.max(...list('waitSeconds')).toFixed(1)} s`,
      `${(computeRefusedShare(samples) * PERCENT).toFixed(2)} %`,
      `${(findWorstMinute(samples) * PERCENT).toFixed(0)} %`,
    ];
  });
  const head = [
    `${nameCount(SCENARIO_TEXTS_PER_DAY)} texts a day`,
    'Pods, fewest ready to most',
    'Nodes',
    'Hits',
    'Longest wait',
    'Refused, of all texts',
    'Refused, worst minute',
  ];
  return toTable([head, ...rows]);
}

/** @returns the share of the texts that are refused, from 0 to 1 */
function computeRefusedShare(samples: readonly FleetSample[]): number {
  const sum = (field: 'refusedTexts' | 'offeredTexts') => samples.reduce((total, each) => total + each[field], 0);
  return sum('refusedTexts') / sum('offeredTexts');
}

/** @param samples one for each second @returns the largest share of the texts of a minute that are refused, from 0 to 1 */
function findWorstMinute(samples: readonly FleetSample[]): number {
  const minutes = Array.from({ length: Math.ceil(samples.length / SECONDS_PER_MINUTE) }, (_, minute) =>
    samples.slice(minute * SECONDS_PER_MINUTE, (minute + 1) * SECONDS_PER_MINUTE),
  );
  return Math.max(...minutes.map(computeRefusedShare));
}

function renderCheck({ loads }: MeasuredScale): string {
  const rows = loads.flatMap(({ name, comparisons }) =>
    comparisons.map((comparison) => {
      const digits = comparison.measured < 10 ? 3 : 0;
      const { predicted, measured, lowest, highest } = comparison;
      return [
        name,
        `${comparison.quantity}${comparison.isPrimary ? ' \\*' : ''}`,
        predicted.toFixed(digits),
        `${measured.toFixed(digits)} (${lowest.toFixed(digits)} to ${highest.toFixed(digits)})`,
        formatDeviation(comparison),
      ];
    }),
  );
  return toTable([['Load', 'Quantity', 'Predicted', 'Measured', 'Deviation'], ...rows]);
}

/** The deviation of a prediction from the measurement, such as `+3.4 %`. */
export function formatDeviation({ predicted, measured }: Pick<Comparison, 'predicted' | 'measured'>): string {
  const percent = (predicted / measured - 1) * PERCENT;
  return `${percent >= 0 ? '+' : ''}${percent.toFixed(1)} %`;
}

function nameCount(count: number): string {
  if (count >= 1e9) return `${count / 1e9} billion`;
  return `${count / 1e6} million`;
}

function round(value: number, digits = SIGNIFICANT_DIGITS): number {
  return Number(value.toPrecision(digits));
}

function toText(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

function toTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

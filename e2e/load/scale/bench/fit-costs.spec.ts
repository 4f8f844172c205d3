import { describe, expect, it } from 'vitest';
import { computeRequestMs, type RequestCosts, type TextOutcomes } from '../simulation/service-costs.js';
import { fitCosts, fitModel, type CalibrationRun, type CalibrationRuns, type TextKind } from './fit-costs.js';

const MAIN: RequestCosts = {
  requestMs: 0.1,
  lookupMs: 0.03,
  inferenceMs: 0.05,
  memoryTextMs: 0.01,
  redisTextMs: 0.02,
  newTextMs: 0.04,
};
const NONE: TextOutcomes = { memory: 0, redis: 0, new: 0 };
const MODEL = { runMs: 0.6, textMs: 0.4 };

/** A calibration load in which only the main thread and the generator cost anything. */
function createRun(kind: TextKind, texts: number): CalibrationRun {
  const mainMs = computeRequestMs(MAIN, { ...NONE, [kind]: texts });
  const generatorMs = 0.02 + 0.005 * texts;
  return { mainMs, helpersMs: 0, modelMs: 0, redisMs: 0, generatorMs, runs: 0, runTexts: 0 };
}

const kinds: readonly TextKind[] = ['memory', 'redis', 'new'];
const runs = Object.fromEntries(
  kinds.map((kind) => [kind, { few: createRun(kind, 1), many: createRun(kind, 8) }]),
) as unknown as CalibrationRuns;

describe('fitCosts', () => {
  it('finds the parts of which the costs were made', () => {
    const { main, generator, model } = fitCosts(runs, MODEL);
    for (const name of Object.keys(MAIN) as (keyof RequestCosts)[]) expect(main[name], name).toBeCloseTo(MAIN[name], 9);
    expect(generator.requestMs).toBeCloseTo(0.02, 9);
    expect(generator.newTextMs).toBeCloseTo(0.005, 9);
    expect(model).toBe(MODEL);
  });

  it('has no negative part when noise makes many texts cheaper than one', () => {
    const noisy = { ...runs, memory: { few: createRun('memory', 8), many: createRun('memory', 1) } };
    const { main } = fitCosts(noisy, MODEL);
    expect(main.memoryTextMs).toBe(0);
    expect(Math.min(...Object.values<number>({ ...main }))).toBeGreaterThanOrEqual(0);
  });
});

describe('fitModel', () => {
  const toRun = (count: number, texts: number) => {
    return { runs: count, runTexts: texts, modelMs: MODEL.runMs * count + MODEL.textMs * texts };
  };

  it('divides the time of model processes between runs and texts', () => {
    const { runMs, textMs } = fitModel([toRun(1, 8), toRun(1, 4), toRun(3, 8)]);
    expect(runMs).toBeCloseTo(MODEL.runMs, 9);
    expect(textMs).toBeCloseTo(MODEL.textMs, 9);
  });

  it('blames the texts alone when the batches have one size, or larger ones cost more', () => {
    expect(fitModel([toRun(1, 8), toRun(1, 8)]).runMs).toBeGreaterThanOrEqual(0);
    expect(fitModel([toRun(1, 8), { ...toRun(1, 1), modelMs: 0.1 }]).runMs).toBe(0);
  });
});

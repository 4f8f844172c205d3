import type { RequestCosts, ServiceCosts } from '../simulation/service-costs.js';

/** Where the answers of all texts of a calibration load are from. */
export type TextKind = 'memory' | 'redis' | 'new';
export const TEXT_KINDS: readonly TextKind[] = ['memory', 'redis', 'new'];

/** Texts a request of the calibration loads. */
export const [FEW_TEXTS, MANY_TEXTS] = [1, 8];

/** A request of one calibration load, in milliseconds of CPU time. */
export interface CalibrationRun {
  readonly mainMs: number;
  readonly helpersMs: number;
  readonly modelMs: number;
  readonly redisMs: number;
  readonly generatorMs: number;
  readonly runs: number;
  readonly runTexts: number;
}

/** By kind of text: the load with few texts a request, and the one with many. */
export type CalibrationRuns = Readonly<
  Record<TextKind, { readonly few: CalibrationRun; readonly many: CalibrationRun }>
>;

type Party = 'mainMs' | 'helpersMs' | 'redisMs' | 'generatorMs';

/**
 * Divides the measured costs of requests into parts. A part that noise makes negative counts as 0.
 *
 * @param runs loads of one kind of text each
 * @param model the costs of a model process, by `fitModel`
 */
export function fitCosts(runs: CalibrationRuns, model: ServiceCosts['model']): ServiceCosts {
  return {
    main: fitParty(runs, 'mainMs'),
    helpers: fitParty(runs, 'helpersMs'),
    redis: fitParty(runs, 'redisMs'),
    generator: fitGenerator(runs),
    model,
  };
}

function fitParty({ memory, redis, new: fresh }: CalibrationRuns, party: Party): RequestCosts {
  const slope = ({ few, many }: CalibrationRuns[TextKind]) =>
    Math.max(0, (many[party] - few[party]) / (MANY_TEXTS - FEW_TEXTS));
  const [memoryTextMs, redisTextMs, newTextMs] = [slope(memory), slope(redis), slope(fresh)];
  const requestMs = Math.max(0, memory.few[party] - FEW_TEXTS * memoryTextMs);
  const lookupMs = Math.max(0, redis.few[party] - FEW_TEXTS * redisTextMs - requestMs);
  const inferenceMs = Math.max(0, fresh.few[party] - FEW_TEXTS * newTextMs - requestMs - lookupMs);
  return { requestMs, lookupMs, inferenceMs, memoryTextMs, redisTextMs, newTextMs };
}

/** The generator does not know where an answer is from. */
function fitGenerator(runs: CalibrationRuns): RequestCosts {
  const mean = (size: 'few' | 'many') =>
    TEXT_KINDS.reduce((sum, kind) => sum + runs[kind][size].generatorMs, 0) / TEXT_KINDS.length;
  const textMs = Math.max(0, (mean('many') - mean('few')) / (MANY_TEXTS - FEW_TEXTS));
  const requestMs = Math.max(0, mean('few') - FEW_TEXTS * textMs);
  return { requestMs, lookupMs: 0, inferenceMs: 0, memoryTextMs: textMs, redisTextMs: textMs, newTextMs: textMs };
}

/**
 * The costs of a model process: `runMs · runs + textMs · texts`, by least squares of the relative errors; both at least 0.
 *
 * @param runs with batches of different sizes
 */
export function fitModel(
  runs: readonly Pick<CalibrationRun, 'runs' | 'runTexts' | 'modelMs'>[],
): ServiceCosts['model'] {
  const rows = runs.map(({ runs: count, runTexts, modelMs }) => [count / modelMs, runTexts / modelMs] as const);
  const sum = (term: (row: readonly [number, number]) => number) => rows.reduce((total, row) => total + term(row), 0);
  const [rr, rt, tt] = [sum(([r]) => r * r), sum(([r, t]) => r * t), sum(([, t]) => t * t)];
  const [r, t] = [sum(([count]) => count), sum(([, texts]) => texts)];
  const determinant = rr * tt - rt * rt;
  const [runMs, textMs] = [(r * tt - t * rt) / determinant, (t * rr - r * rt) / determinant];
  if (determinant === 0 || runMs < 0) return { runMs: 0, textMs: t / tt };
  if (textMs < 0) return { runMs: r / rr, textMs: 0 };
  return { runMs, textMs };
}

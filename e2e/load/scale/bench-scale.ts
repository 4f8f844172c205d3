/**
 * `npm run bench:scale`: whether the simulation of docs/scale.md predicts the service on this machine. Short loads of one kind of text
 * each give the costs of a request, the simulation predicts four other loads by them, and then the real service, with a real Redis, has
 * these loads. The prediction is complete before the first of them. Exit code 1 if a primary quantity is off by more than 15 %.
 * Needs Linux, wrk and redis-server.
 *
 *   --rounds 5             medians are taken over so many
 *   --seconds 3            of each calibration load
 *   --sst2 <dir>           folder with GLUE SST-2's train.tsv, for real sentences
 *   --write                also writes the figures to e2e/load/scale/measured-scale.json, docs/scale.md and its charts
 *   --page                 measures nothing: writes docs/scale.md and its charts again
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repository, shippedModel } from '#libs/testing';
import { tokenize } from '../limit.js';
import { print } from '../report.js';
import { median, quantile } from '../statistics.js';
import { benchTexts, TextFile } from '../texts.js';
import { Calibration } from './bench/calibration.js';
import { CHECKED_LOADS, drawTexts, type CheckedLoad } from './bench/checked-loads.js';
import { QUANTITIES, toFigures, type Figures } from './bench/figures.js';
import { measureLoad } from './bench/measured-load.js';
import { Prediction } from './bench/prediction.js';
import { MAX_DEVIATION, printComparisons, printCosts } from './bench/print-scale.js';
import { ServiceUnderTest } from './bench/service-under-test.js';
import { writeMeasuredScale, type Comparison, type MeasuredScale } from './page/measured-scale.js';
import { writePageFiles } from './page/scale-page.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    sst2: { type: 'string', default: '../shared/sst2' },
    write: { type: 'boolean', default: false },
    page: { type: 'boolean', default: false },
  },
});
const ROUNDS = Number(values.rounds);
const [KNOWN_IN_MEMORY, KNOWN_IN_REDIS, FILLERS] = [600, 8_000, 1_200];
const MS_PER_SECOND = 1_000;

if (!values.page) {
  const measured = await measureScale();
  if (values.write) writeMeasuredScale(measured);
  const primary = measured.loads.flatMap(({ comparisons }) => comparisons.filter(({ isPrimary }) => isPrimary));
  const isWithin = primary.every((each) => Math.abs(each.predicted / each.measured - 1) <= MAX_DEVIATION);
  print('prediction', isWithin ? 'within the limit' : 'NOT within the limit');
  process.exitCode = isWithin ? 0 : 1;
}
if (values.page || values.write) await writePageFiles();

async function measureScale(): Promise<MeasuredScale> {
  const [machine, loadBefore] = [`${cpus().length} x ${cpus()[0]?.model.trim() ?? '?'}`, loadavg()[0] ?? Number.NaN];
  print('machine', `${machine}, Node ${process.version}`);
  print('load before', loadBefore.toFixed(2));
  const folder = mkdtempSync(join(tmpdir(), 'bench-scale-'));
  const { source, texts: all } = benchTexts(join(repository, values.sst2));
  print('texts', source);
  const [texts, fillers] = [all.slice(0, -FILLERS), all.slice(-FILLERS)];
  const tokens = (await tokenize(texts)).map((ids) => ids.length);
  const service = await ServiceUnderTest.start();

  const calibration = new Calibration(service, toCalibrationTexts(folder, texts, fillers), Number(values.seconds));
  await calibration.warmUp();
  for (let round = 0; round < ROUNDS; round++) await calibration.measureRound();
  const calibrated = calibration.fit();
  const bytesPerKey = await measureBytesPerKey(service, texts.slice(0, KNOWN_IN_REDIS), fillers);
  printCosts(calibrated, bytesPerKey);

  const prediction = new Prediction(calibrated, tokens);
  const predicted = CHECKED_LOADS.map((load) => prediction.predict(load));
  print('cores for all', prediction.cores.toFixed(2));
  const measured = CHECKED_LOADS.map((): Figures[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, load] of CHECKED_LOADS.entries()) {
      await service.emptyRedis();
      await service.learn(fillers);
      await service.emptyRedis();
      if (load.redisTexts < Infinity) await service.limitRedis(load.redisTexts * bytesPerKey);
      const file = new TextFile(
        join(folder, 'checked.jsonl'),
        drawTexts(load, texts.length).map((id) => texts[id] ?? ''),
      );
      measured[index]?.push(await measure(service, load, file));
    }
  }
  await service.stop();
  rmSync(folder, { recursive: true });

  const loads = CHECKED_LOADS.map((load, index) => {
    return { name: load.name, comparisons: compare(load, predicted[index], measured[index] ?? []) };
  });
  for (const load of loads) printComparisons(load);
  const manifest = JSON.parse(readFileSync(join(shippedModel, 'manifest.json'), 'utf8')) as Record<string, unknown>;
  return {
    date: new Date().toISOString().slice(0, 10),
    machine,
    node: process.version,
    model: `${String(manifest.name)} ${String(manifest.version)}`,
    loadBefore,
    rounds: ROUNDS,
    costs: {
      newTextMs: calibrated.texts.new.serviceMs,
      knownTextMs: calibrated.texts.redis.serviceMs,
      redisNewTextMs: calibrated.texts.new.redisMs,
      redisKnownTextMs: calibrated.texts.redis.redisMs,
      bytesPerKey,
    },
    loads,
  };
}

function toCalibrationTexts(
  folder: string,
  texts: readonly string[],
  fillers: readonly string[],
): ConstructorParameters<typeof Calibration>[1] {
  const take = (name: string, count: number) => {
    const taken = texts.slice(0, count);
    return { file: new TextFile(join(folder, `${name}.jsonl`), taken), texts: taken };
  };
  return {
    memory: take('memory', KNOWN_IN_MEMORY),
    redis: take('redis', KNOWN_IN_REDIS),
    new: take('new', texts.length),
    fillers,
  };
}

/** @param others texts that the caches learn before: the hash table of Redis has its size then */
async function measureBytesPerKey(
  service: ServiceUnderTest,
  texts: readonly string[],
  others: readonly string[],
): Promise<number> {
  await service.learn(others);
  await service.emptyRedis();
  const before = await service.measureRedis();
  await service.learn(texts);
  const after = await service.measureRedis();
  return (after.bytes - before.bytes) / (after.keys - before.keys);
}

async function measure(service: ServiceUnderTest, load: CheckedLoad, file: TextFile): Promise<Figures> {
  const result = await measureLoad(service, { ...load, ...file.take(0) });
  const toCores = (usedMs: number) => usedMs / (result.seconds * MS_PER_SECOND);
  return toFigures(load, result, {
    service: toCores(result.mainMs + result.helpersMs),
    model: toCores(result.modelMs),
    redis: toCores(result.redisMs),
  });
}

function compare(load: CheckedLoad, predicted: Figures | undefined, rounds: readonly Figures[]): Comparison[] {
  return (Object.keys(QUANTITIES) as (keyof Figures)[]).map((name) => {
    const all = rounds.map((figures) => figures[name]);
    return {
      quantity: QUANTITIES[name],
      isPrimary: load.primary.includes(name),
      predicted: predicted?.[name] ?? Number.NaN,
      measured: median(all),
      lowest: quantile(all, 0),
      highest: quantile(all, 1),
    };
  });
}

/**
 * A model folder's golden texts on whatever processor this runs on, by ONNX Runtime alone:
 *
 *   node dist/e2e/processors/golden-answers.js model-artifacts/minilm-l6-sst2 [answers.json]
 *
 * Prints how far the scores are from the reference. Writes its logits to answers.json when that is not there, else prints
 * how far they are from those in it. Exit code 1 past the folder's tolerance.
 */
import '../../libs/inference/src/workers/no-telemetry.js';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** Longer texts take minutes on an emulated processor. */
const LONGEST_TOKENS = 64;

interface Golden {
  readonly probabilityTolerance: number;
  readonly answers: readonly { readonly ids: readonly number[]; readonly logits: readonly [number, number] }[];
}

const [folder = '', answersFile] = process.argv.slice(2);
const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const golden = read(join(folder, 'golden.json')) as Golden;
const { temperature = 1 } = read(join(folder, 'manifest.json')) as { readonly temperature?: number };
const answers = golden.answers.filter(({ ids }) => ids.length <= LONGEST_TOKENS);

const session = await InferenceSession.create(join(folder, 'model.onnx'), { intraOpNumThreads: 1 });
const logits: number[][] = [];
for (const { ids } of answers) {
  const shape = [1, ids.length];
  const outputs = await session.run({
    input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), shape),
    attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
  });
  logits.push([...(outputs.logits?.data as Float32Array)]);
}

const getScore = ([negative = 0, positive = 0]: readonly number[]) =>
  1 / (1 + Math.exp((negative - positive) / temperature));
const reference = answers.map((answer) => getScore(answer.logits));
const scores = logits.map(getScore);
const differences = (others: readonly number[]) => scores.map((score, at) => Math.abs(score - (others[at] ?? NaN)));
const flips = (others: readonly number[]) =>
  scores.filter((score, at) => score > 0.5 !== (others[at] ?? 0) > 0.5).length;
const report = (others: readonly number[]) =>
  `scores within ${Math.max(...differences(others)).toFixed(6)}, ${flips(others)} of ${scores.length} other labels`;

process.stdout.write(
  `${process.arch}, against PyTorch: ${report(reference)} (allowed ${golden.probabilityTolerance})\n`,
);
if (answersFile && existsSync(answersFile)) {
  const others = (read(answersFile) as number[][]).map(getScore);
  process.stdout.write(`${process.arch}, against ${answersFile}: ${report(others)}\n`);
} else if (answersFile) {
  writeFileSync(answersFile, JSON.stringify(logits));
}
if (!(Math.max(...differences(reference)) <= golden.probabilityTolerance)) process.exitCode = 1;

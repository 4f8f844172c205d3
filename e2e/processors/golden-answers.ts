/**
 * A model folder's golden texts on whatever processor this runs on, by ONNX Runtime alone:
 *
 *   node dist/e2e/processors/golden-answers.js model-artifacts/minilm-l6-sentiment [answers.json]
 *
 * Prints how far the scores are from the reference. Writes its logits to answers.json when that is not there, else prints
 * how far they are from those in it. Exit code 1 past the folder's tolerance.
 */
import '../../libs/inference/src/workers/no-telemetry.js';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { listScoredLabels, selectLogits, toProbabilities, type LabelModel } from '#libs/prediction';

/** Longer texts take minutes on an emulated processor. */
const LONGEST_TOKENS = 64;

interface Golden {
  readonly probabilityTolerance: number;
  readonly answers: readonly { readonly ids: readonly number[]; readonly logits: readonly number[] }[];
}

const [folder = '', answersFile] = process.argv.slice(2);
const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const golden = read(join(folder, 'golden.json')) as Golden;
const manifest = read(join(folder, 'manifest.json')) as Partial<LabelModel>;
const kinds = listScoredLabels({
  labels: manifest.labels ?? [],
  neutralLabel: manifest.neutralLabel ?? null,
  scoring: 'softmax',
  temperature: manifest.temperature ?? 1,
  threeClassTemperature: manifest.threeClassTemperature ?? null,
});
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

/** The scores of each kind of answer that the model gives. */
const toScores = (textLogits: readonly number[]): number[][] =>
  kinds.map((scored) => toProbabilities(selectLogits(Float32Array.from(textLogits), scored), scored));
const toLabels = (scores: readonly number[][]) => scores.map((kind) => kind.indexOf(Math.max(...kind))).join();
const toDifference = (some: readonly number[][], others: readonly number[][] = []) =>
  Math.max(...some.flatMap((kind, at) => kind.map((score, label) => Math.abs(score - (others[at]?.[label] ?? NaN)))));
const reference = answers.map((answer) => toScores(answer.logits));
const scores = logits.map(toScores);
const largestDifference = (others: readonly number[][][]) =>
  Math.max(...scores.map((score, at) => toDifference(score, others[at])));
const flips = (others: readonly number[][][]) =>
  scores.filter((score, at) => toLabels(score) !== toLabels(others[at] ?? [])).length;
const report = (others: readonly number[][][]) =>
  `scores within ${largestDifference(others).toFixed(6)}, ${flips(others)} of ${scores.length} other labels`;

process.stdout.write(
  `${process.arch}, against PyTorch: ${report(reference)} (allowed ${golden.probabilityTolerance})\n`,
);
if (answersFile && existsSync(answersFile)) {
  const others = (read(answersFile) as number[][]).map(toScores);
  process.stdout.write(`${process.arch}, against ${answersFile}: ${report(others)}\n`);
} else if (answersFile) {
  writeFileSync(answersFile, JSON.stringify(logits));
}
if (!(largestDifference(reference) <= golden.probabilityTolerance)) process.exitCode = 1;

import type { ModelDescription } from '#libs/prediction';
import { accuracyInterval, type Confusion } from './confusion.js';

export interface Evaluation {
  readonly model: ModelDescription;
  /** The labels of the answers, in the order of the confusion. */
  readonly labels: readonly string[];
  readonly texts: number;
  readonly confusion: Confusion;
  readonly textsPerSecond: number;
  /** Accuracy that was asked for, 0 to 1. */
  readonly minimum: number;
}

export function formatAccuracy({ confusion, texts }: Evaluation): number {
  return confusion.correct / texts;
}

/** One JSON object for programs. */
export function toJson(evaluation: Evaluation): string {
  const { model, labels, texts, confusion, textsPerSecond, minimum } = evaluation;
  return JSON.stringify({
    model: { name: model.name, digest: model.digest, labels },
    texts,
    accuracy: formatAccuracy(evaluation),
    interval95: accuracyInterval(confusion.correct, texts),
    table: confusion.table,
    failed: confusion.failed,
    textsPerSecond,
    minimum,
  });
}

/** Lines for people. */
export function toText(evaluation: Evaluation): string {
  const { model, labels, texts, confusion, textsPerSecond, minimum } = evaluation;
  const accuracy = formatAccuracy(evaluation);
  const [low, high] = accuracyInterval(confusion.correct, texts).map((bound) => bound.toFixed(4));
  const width = Math.max(...labels.map((label) => label.length)) + 2;
  return [
    `model      ${model.name} ${model.version} (${model.precision}, ${model.digest.slice(0, 12)})`,
    `accuracy   ${accuracy.toFixed(4)} of ${texts} texts, 95 % interval ${low} to ${high}`,
    `minimum    ${minimum}${accuracy >= minimum ? '' : ' NOT REACHED'}`,
    `no answer  ${confusion.failed} texts`,
    `speed      ${textsPerSecond.toFixed(0)} texts/s, one client`,
    'confusion  rows: label in the data, columns: label that the model predicts',
    [''.padEnd(width), ...labels.map((label) => label.padStart(width))].join(''),
    ...confusion.table.map((row, label) =>
      [(labels[label] ?? '').padEnd(width), ...row.map((count) => String(count).padStart(width))].join(''),
    ),
  ].join('\n');
}

import { JsonFields } from './json-fields.js';
import { GOLDEN_FILE } from './manifest.js';

/** A text whose answer by the reference implementation is known. */
export interface GoldenAnswer {
  readonly text: string;
  /** Token ids after truncation, special tokens included. */
  readonly ids: readonly number[];
  /** fp32 logits of the reference (PyTorch). */
  readonly logits: readonly number[];
  readonly truncated: boolean;
}

/** `golden.json`: what this very folder must answer. */
export interface GoldenAnswers {
  /** Largest allowed difference of a probability between the shipped file and the reference, 0 to 1. */
  readonly probabilityTolerance: number;
  readonly answers: readonly GoldenAnswer[];
}

/** @throws ModelFolderError naming the field */
export function parseGolden(json: string): GoldenAnswers {
  const fields = JsonFields.parse(GOLDEN_FILE, json);
  const answers = fields.objects('answers').map((answer) => ({
    text: answer.text('text'),
    ids: answer.numbers('ids'),
    logits: answer.numbers('logits'),
    truncated: answer.boolean('truncated'),
  }));
  if (answers.length === 0) fields.refuse('answers', 'a list with at least one answer');
  return { probabilityTolerance: fields.number('probabilityTolerance', 0, 1), answers };
}

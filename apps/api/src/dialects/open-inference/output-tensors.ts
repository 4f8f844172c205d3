import type { TextProbabilities } from '../../dialect-route/probabilities.js';
import type { RequestedOutput } from './requested-outputs.js';

/** An output of an answer. */
export interface OutputTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly datatype: 'BYTES' | 'FP32' | 'BOOL';
  readonly parameters?: { readonly content_type: string };
  /** Row by row. */
  readonly data: readonly (string | number | boolean)[];
}

/** MLServer's name for texts that are JSON. */
const JSON_LINES = 'hg_jsonlist';

/** Renders an output that a request asks for. */
export function toOutputTensor({ name, classCount }: RequestedOutput, texts: TextProbabilities): OutputTensor {
  const { labels, probabilities, firstLabels } = texts;
  const count = probabilities.length;
  switch (name) {
    case 'label':
      return { name, shape: [count], datatype: 'BYTES', data: firstLabels.map(({ label }) => label) };
    case 'score':
      return { name, shape: [count], datatype: 'FP32', data: firstLabels.map(({ score }) => score) };
    case 'probabilities':
      if (classCount !== undefined) return toClasses(name, Math.min(classCount, labels.length), texts);
      return { name, shape: [count, labels.length], datatype: 'FP32', data: probabilities.flat() };
    case 'truncated': {
      const truncated = new Set(texts.truncated);
      return { name, shape: [count], datatype: 'BOOL', data: probabilities.map((_, index) => truncated.has(index)) };
    }
    case 'output': {
      const data = firstLabels.map(({ label, score }) => JSON.stringify({ label, score }));
      return { name, shape: [count, 1], datatype: 'BYTES', parameters: { content_type: JSON_LINES }, data };
    }
  }
}

/** The extension `classification` of Triton: `score:index:label` of the first classes of each text. */
function toClasses(name: string, classCount: number, { labels, probabilities }: TextProbabilities): OutputTensor {
  const data = probabilities.flatMap((row) =>
    row
      .map((score, index) => ({ score, index }))
      .sort((one, other) => other.score - one.score)
      .slice(0, classCount)
      .map(({ score, index }) => `${score}:${index}:${labels[index]}`),
  );
  return { name, shape: [probabilities.length, classCount], datatype: 'BYTES', data };
}

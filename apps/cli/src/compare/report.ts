import type { Comparison, Disagreement, Side } from './compare.js';

interface Summary {
  readonly texts: number;
  readonly flips: number;
  /** Share of texts that are no flips. */
  readonly agreement: number;
  /** Of the largest change of a probability of each text, over those that both answered. */
  readonly meanDifference: number;
  readonly largestDifference: number;
}

export function toSummary({ texts }: Comparison): Summary {
  const flips = texts.filter(({ isFlip }) => isFlip).length;
  const differences = texts.map(({ difference }) => difference).filter((difference) => !Number.isNaN(difference));
  return {
    texts: texts.length,
    flips,
    agreement: 1 - flips / texts.length,
    meanDifference: differences.reduce((sum, difference) => sum + difference, 0) / Math.max(1, differences.length),
    largestDifference: Math.max(0, ...differences),
  };
}

/** One JSON object for programs, with the first `limit` texts. */
export function toJson(comparison: Comparison, limit: number): string {
  return JSON.stringify({
    sides: comparison.sides,
    ...toSummary(comparison),
    disagreements: comparison.texts.slice(0, limit),
  });
}

/** Lines for people, with the first `limit` texts. */
export function toText(comparison: Comparison, limit: number): string {
  const { texts, flips, agreement, meanDifference, largestDifference } = toSummary(comparison);
  const shown = comparison.texts.slice(0, limit);
  return [
    ...comparison.sides.map((side, index) => `${index === 0 ? 'A' : 'B'}           ${describe(side)}`),
    `agreement   both models give ${(100 * agreement).toFixed(2)} % of ${texts} texts the same label; ${flips} labels differ`,
    `scores      differ by ${meanDifference.toFixed(4)} on average, and by at most ${largestDifference.toFixed(4)}`,
    ...(shown.length > 0
      ? ['texts with the largest differences, those with different labels (flip) first:', ...shown.map(line)]
      : []),
  ].join('\n');
}

function describe({ modelDir, model, bytes, textsPerSecond, modelProcessBytes }: Side): string {
  const memory = modelProcessBytes === undefined ? '' : `, ${megabytes(modelProcessBytes)} in its model processes`;
  const speed = `${textsPerSecond.toFixed(0)} texts/s`;
  return `${modelDir}: ${model.name} ${model.version} (${model.precision}), ${megabytes(bytes)}, ${speed}${memory}`;
}

function line({ text, answers, difference, isFlip }: Disagreement): string {
  const [a, b] = answers.map(({ label, score }) =>
    label === undefined ? 'no answer' : `${label} ${score.toFixed(3)}`,
  );
  return `${isFlip ? 'flip' : '    '}  ${difference.toFixed(3)}  A ${a}  B ${b}  ${JSON.stringify(text)}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

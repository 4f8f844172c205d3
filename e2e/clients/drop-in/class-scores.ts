import { postJson } from '#libs/testing';
import type { LabelScore } from './label-scores.js';

/** The probabilities of three classes, as clients of Azure have them. */
export interface ClassScores {
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
}

/** The class of a text, and its probabilities. */
export interface ClassifiedText {
  readonly sentiment: string;
  readonly scores: ClassScores;
}

/** What clients must get for texts: the scores of `/predict` with its neutral label, as float32. */
export async function expectClasses(url: string, texts: readonly string[]): Promise<ClassifiedText[]> {
  const response = await postJson(url, { text: texts, neutral: true });
  const { predictions } = (await response.json()) as { predictions: LabelScore[][] };
  return predictions.map((labels) => {
    const score = (label: string) => labels.find((each) => each.label === label)?.score ?? 0;
    return {
      sentiment: labels[0]?.label.toLowerCase() ?? '',
      scores: toFloat32Scores({
        positive: score('POSITIVE'),
        neutral: score('NEUTRAL'),
        negative: score('NEGATIVE'),
      }),
    };
  });
}

/** @returns the class and the scores of an answer, as float32 */
export function toClassifiedText({ sentiment, scores }: ClassifiedText): ClassifiedText {
  return { sentiment, scores: toFloat32Scores(scores) };
}

function toFloat32Scores({ positive, neutral, negative }: ClassScores): ClassScores {
  return { positive: Math.fround(positive), neutral: Math.fround(neutral), negative: Math.fround(negative) };
}

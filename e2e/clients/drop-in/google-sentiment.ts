import { postJson } from '#libs/testing';
import type { LabelScore } from './label-scores.js';

/** The sentiment of a text, as Google's clients show it. */
export interface GoogleSentiment {
  readonly magnitude: number;
  readonly score: number;
}

/** What Google's clients must get for a document and its sentences. */
export interface ExpectedSentiments {
  readonly document: GoogleSentiment;
  readonly sentences: readonly GoogleSentiment[];
}

/**
 * The differences of the probabilities of `/predict` with its neutral label, as float32.
 *
 * @param sentences the document has them with a space between two of them
 */
export async function expectGoogleSentiments(url: string, sentences: readonly string[]): Promise<ExpectedSentiments> {
  const response = await postJson(url, { text: [sentences.join(' '), ...sentences], neutral: true });
  const { predictions } = (await response.json()) as { predictions: LabelScore[][] };
  const [documentScore = Number.NaN, ...scores] = predictions.map((labels) => {
    const get = (name: string) => labels.find(({ label }) => label === name)?.score ?? 0;
    return get('POSITIVE') - get('NEGATIVE');
  });
  const magnitude = scores.reduce((sum, score) => sum + Math.abs(score), 0);
  return {
    document: toFloat32Sentiment({ magnitude, score: documentScore }),
    sentences: scores.map((score) => toFloat32Sentiment({ magnitude: Math.abs(score), score })),
  };
}

export function toFloat32Sentiment({ magnitude, score }: GoogleSentiment): GoogleSentiment {
  return { magnitude: Math.fround(magnitude), score: Math.fround(score) };
}

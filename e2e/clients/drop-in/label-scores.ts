import { postJson } from '#libs/testing';

export interface LabelScore {
  readonly label: string;
  readonly score: number;
}

/** The labels of each text, with the scores as float32: the answer of `/predict`, with which those of clients are compared. */
export async function predictScores(url: string, texts: readonly string[]): Promise<LabelScore[][]> {
  const response = await postJson(url, { text: texts });
  const { predictions } = (await response.json()) as { predictions: LabelScore[][] };
  return predictions.map(toFloat32);
}

/** The labels of a text as `/predict` answers them, with the scores as float32. */
export async function predictText(url: string, text: string): Promise<LabelScore[]> {
  return (await predictScores(url, [text]))[0] ?? [];
}

export function toFloat32(scores: readonly LabelScore[]): LabelScore[] {
  return scores.map(({ label, score }) => ({ label, score: Math.fround(score) }));
}

import type { ModelDescription, TextOutcome } from '#libs/prediction';

export const TWO_CLASS_MODEL: ModelDescription = {
  name: 'fake',
  version: '1.0.0',
  digest: '0123456789abcdef',
  precision: 'fp32',
  labels: ['NEGATIVE', 'POSITIVE'],
  neutralLabel: null,
  scoring: 'softmax',
  temperature: 1,
  threeClassTemperature: null,
  maxTokens: 512,
  windows: { tokens: 128, overlapTokens: 16, maxWindows: 1, temperature: 1 },
  maxChars: 8_192,
  languages: ['en'],
  accuracy: null,
};
export const THREE_CLASS_MODEL: ModelDescription = {
  ...TWO_CLASS_MODEL,
  labels: ['NEGATIVE', 'NEUTRAL', 'POSITIVE'],
  neutralLabel: 'NEUTRAL',
};

/** The outcome of a text that the model read. @param logits in the order of the labels */
export function toOutcome(logits: readonly number[], { truncated = false, tokens = 3 } = {}): TextOutcome {
  return { logits: Float32Array.from(logits), truncated, tokens, unknownTokens: 0, readChars: 9 };
}

const TONES = ['positive', 'negative', 'neutral', 'mixed', 'uncertain'] as const;

/** The colour of a label. */
export type Tone = (typeof TONES)[number] | 'other';

/** @param label of a model or of a document, in any case */
export function getTone(label: string): Tone {
  const name = label.toLowerCase();
  return TONES.find((tone) => tone === name) ?? 'other';
}

const SENTIMENTS: Readonly<Record<string, string>> = {
  positive: 'The text as a whole is positive.',
  negative: 'The text as a whole is negative.',
  neutral: 'The text as a whole is neither positive nor negative.',
  mixed: 'Strong sentences speak for both directions.',
  uncertain: 'No label has a high score.',
};

const WARNINGS: Readonly<Record<string, string>> = {
  truncated: 'The text is too long. The model read only its beginning.',
  language: 'The text is not in a language of the model. The result can be wrong.',
  'unknown-characters': 'The model does not know some characters of the text.',
  short: 'The text has hardly any words. The result can be wrong.',
};

/** A sentence about the sentiment of a document. */
export function describeSentiment(sentiment: string): string {
  return SENTIMENTS[sentiment] ?? `The sentiment of the text is ${sentiment}.`;
}

/** A sentence about a warning of the service. */
export function describeWarning(warning: string): string {
  return WARNINGS[warning] ?? `The service warns: ${warning}.`;
}

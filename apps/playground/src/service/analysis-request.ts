/** The limits of the service for `"explain": true`, for each document. */
const MAX_EXPLAINED_WORDS = 64;
const MAX_EXPLAINED_UNITS = 4_096;

const EMOJI = /\p{Extended_Pictographic}/u;
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** The body of `POST /analyze`. */
export interface AnalysisRequest {
  readonly documents: readonly [{ readonly text: string }];
  readonly explain?: true;
}

/** The request for a text; with an explanation, if the text is short enough for one. */
export function createAnalysisRequest(text: string): AnalysisRequest {
  return isExplainable(text) ? { documents: [{ text }], explain: true } : createPlainRequest(text);
}

/** The request for a text, without an explanation. */
export function createPlainRequest(text: string): AnalysisRequest {
  return { documents: [{ text }] };
}

/** Whether the service explains the text: it counts words and emojis in the same way. */
function isExplainable(text: string): boolean {
  if (text.length > MAX_EXPLAINED_UNITS) return false;
  const segments = [...segmenter.segment(text)];
  const words = segments.filter(({ segment, isWordLike }) => isWordLike === true || EMOJI.test(segment));
  return words.length <= MAX_EXPLAINED_WORDS;
}

import { LanguageDetectorProvider } from '#libs/analysis';

const MIN_LETTERS = 20;
const MIN_CONFIDENCE = 0.9;

/**
 * Gives the ISO 639-1 code of the language of a text, or undefined when it is not sure: for a text of few letters, and for one that could be
 * of two languages.
 */
export type LanguageDetection = (text: string) => string | undefined;

/** @throws LanguageTableError when the build packed no table of languages */
export async function loadLanguageDetection(): Promise<LanguageDetection> {
  const detector = await new LanguageDetectorProvider().get();
  return (text) => {
    if (!hasLetters(text, MIN_LETTERS)) return undefined;
    const { language, confidence, isReliable } = detector.detect(text);
    return isReliable && confidence >= MIN_CONFIDENCE ? language : undefined;
  };
}

function hasLetters(text: string, count: number): boolean {
  const letters = text.matchAll(/\p{L}/gu);
  for (let found = 0; found < count; found++) if (letters.next().done) return false;
  return true;
}

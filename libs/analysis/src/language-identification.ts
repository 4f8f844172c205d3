import type { Document, DocumentLanguage } from './document.js';
import { toPrimaryLanguage } from './language/language-detector.js';
import type { LanguageDetectorProvider } from './language/language-detector-provider.js';

/** What happens to a document in a language that the model does not know: nothing, a warning, or no answer. */
export const LANGUAGE_POLICIES = ['off', 'warn', 'reject'] as const;
export type LanguagePolicy = (typeof LANGUAGE_POLICIES)[number];

/** The language of a document. */
export interface LanguageFinding {
  /** Undefined when languages are not detected. */
  readonly language: DocumentLanguage | undefined;
  /** Whether the document is surely in a language that the model does not know. */
  readonly isUnsupported: boolean;
  /** Whether the document gets no answer for that. */
  readonly isRefused: boolean;
}

export const NO_FINDING: LanguageFinding = { language: undefined, isUnsupported: false, isRefused: false };

export interface LanguageIdentificationOptions {
  readonly policy: LanguagePolicy;
  readonly detectors: LanguageDetectorProvider;
}

/** Finds the languages of documents. The detector is loaded for the first document. */
export class LanguageIdentification {
  constructor(private readonly options: LanguageIdentificationOptions) {}

  /** @param languages ISO 639-1 codes that the model knows; without one, no language is unsupported */
  async identify({ text, language: given }: Document, languages: readonly string[]): Promise<LanguageFinding> {
    const { policy, detectors } = this.options;
    if (policy === 'off') return NO_FINDING;
    if (given !== undefined) {
      const isUnsupported = languages.length > 0 && !includesLanguage(languages, given);
      return this.toFinding({ code: given, confidence: undefined }, isUnsupported);
    }
    const detector = await detectors.get();
    const { language: code, confidence } = detector.detect(text);
    // A text whose likeliest language is one of them needs no second look.
    const isUnsupported =
      !includesLanguage(languages, code) && detector.detectUnexpected(text, languages) !== undefined;
    return this.toFinding({ code, confidence }, isUnsupported);
  }

  private toFinding(language: DocumentLanguage, isUnsupported: boolean): LanguageFinding {
    return { language, isUnsupported, isRefused: isUnsupported && this.options.policy === 'reject' };
  }
}

/** Whether one of the languages is that of a code, whatever their regions. */
export function includesLanguage(languages: readonly string[], code: string): boolean {
  return languages.some((language) => toPrimaryLanguage(language) === toPrimaryLanguage(code));
}

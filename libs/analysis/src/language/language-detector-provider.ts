import { LanguageDetector } from './language-detector.js';
import { LANGUAGE_TABLE_FILE } from './language-table.js';

/** Loads the detector at its first use, once for all callers. Without a use it reads no file and takes no memory. */
export class LanguageDetectorProvider {
  private detector: Promise<LanguageDetector> | undefined;

  /** @param file the table that the build packs */
  constructor(private readonly file: URL = LANGUAGE_TABLE_FILE) {}

  /**
   * @returns the detector. A failed load is tried again by the next call.
   * @throws LanguageTableError when the file is missing, cannot be read, or is not a language table
   */
  get(): Promise<LanguageDetector> {
    this.detector ??= LanguageDetector.load(this.file).catch((error: unknown) => {
      this.detector = undefined;
      throw error;
    });
    return this.detector;
  }
}

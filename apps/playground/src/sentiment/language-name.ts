const UNKNOWN = 'und';
const names = new Intl.DisplayNames('en', { type: 'language' });

/** The English name of a language, such as `German` for `de`. */
export function getLanguageName(code: string): string {
  return code === UNKNOWN ? 'unknown' : (names.of(code) ?? code);
}

/**
 * @param text origins as browsers send them, separated by commas, or `*`; empty for none
 * @throws Error when one is none
 */
export function allowedOrigins(text: string): string | string[] | undefined {
  if (text === '') return undefined;
  if (text === '*') return text;
  const origins = text.split(',').map((origin) => origin.trim());
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw new Error('must be origins such as https://app.example.com, separated by commas, or *');
    }
  }
  return origins;
}

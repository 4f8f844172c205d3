/** Widths of letters as shares of the size of the font, of the widest of the usual fonts. The first class that has a letter counts. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ .,:;'!|()[\]fijlrt]/, 0.4],
  [/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uff01-\uff60]/u, 1.05],
  [/\p{Extended_Pictographic}/u, 1.35],
  [/[\p{Lu}mw%@&\ufffd]/u, 0.76],
  [/\p{M}/u, 0],
];
const USUAL_WIDTH = 0.62;
const ELLIPSIS = '…';

/**
 * Cuts a text to a width. A plot that is drawn without a browser cannot measure its texts.
 *
 * @param widthPx of the place for the text
 * @param fontPx size of the font
 */
export function fitText(text: string, widthPx: number, fontPx: number): string {
  const limit = widthPx / fontPx;
  const characters = Array.from(text);
  let width = 0;
  for (const [index, character] of characters.entries()) {
    width += WIDTHS.find(([letters]) => letters.test(character))?.[1] ?? USUAL_WIDTH;
    if (width > limit)
      return `${characters
        .slice(0, Math.max(0, index - 1))
        .join('')
        .trimEnd()}${ELLIPSIS}`;
  }
  return text;
}

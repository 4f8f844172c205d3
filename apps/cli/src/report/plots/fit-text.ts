/**
 * Widths of letters as shares of the size of the font, of the widest of the usual fonts, which is DejaVu Sans. The first class that has a
 * letter counts.
 */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ .,:;'!|()[\]fijlrt]/, 0.4],
  [/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uff01-\uff60]/u, 1.05],
  [/\p{Extended_Pictographic}/u, 1.35],
  [/[WMm@%—…ÆŒæœ\ufffd]/u, 1],
  [/[\p{Script=Cyrillic}\p{S}]/u, 0.87],
  [/[\p{Lu}w&]/u, 0.8],
  [/\p{M}/u, 0],
  [/[\p{Script=Latin}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{N}\p{P}]/u, 0.63],
];
/** Of letters of the other scripts. */
const OTHER_WIDTH = 1;
/** A share of the width for letters of a bold font. */
const BOLD = 1.1;
const ELLIPSIS = '…';
const ELLIPSIS_WIDTH = 1;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/**
 * Cuts a text to a width. A plot that is drawn without a browser cannot measure its texts.
 *
 * @param widthPx of the place for the text
 * @param fontPx size of the font
 * @param isBold whether the letters are bold
 * @returns the text; one with letters that are written from right to left is isolated, so that it has its own direction and its ellipsis
 *   stands at its end
 */
export function fitText(text: string, widthPx: number, fontPx: number, isBold = false): string {
  const fitted = cut(text, widthPx / fontPx / (isBold ? BOLD : 1));
  return RIGHT_TO_LEFT.test(fitted) ? `${FIRST_STRONG_ISOLATE}${fitted}${POP_ISOLATE}` : fitted;
}

/** @param limit as a multiple of the size of the font */
function cut(text: string, limit: number): string {
  let width = 0;
  let start = '';
  for (const character of text) {
    width += findWidth(character);
    if (width > limit) return `${start.trimEnd()}${ELLIPSIS}`;
    if (width <= limit - ELLIPSIS_WIDTH) start += character;
  }
  return text;
}

function findWidth(character: string): number {
  return WIDTHS.find(([letters]) => letters.test(character))?.[1] ?? OTHER_WIDTH;
}

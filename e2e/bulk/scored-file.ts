import { writeFileSync } from 'node:fs';

/** A row of a file as `sentiment classify` writes it, of which a report is made. */
export interface ScoredRow {
  readonly text: string;
  readonly product: string;
  /** As it is written in the file. */
  readonly date: string;
  /** `POSITIVE`, `NEUTRAL`, `NEGATIVE` or `uncertain`; empty for a row with an error. */
  readonly sentiment: string;
  readonly score: number;
  readonly truncated: boolean;
}

const LABELS = ['negative', 'neutral', 'positive'];
const PRODUCTS = [
  'Kettle Pro 1.7 L',
  'Toaster',
  'Espresso machine with a name that is too long for a plot',
  'Blender',
  'مكنسة كهربائية',
  '日本語の商品',
  '__proto__',
  '',
  '<script>alert(1)</script>',
  '=HYPERLINK("x")',
  ...['Lamp', 'Fan', 'Heater', 'Iron', 'Scale', 'Mixer', 'Grill', 'Juicer', 'Rice cooker', 'Waffle iron', 'Freezer'],
  ...['Dishwasher', 'Vacuum', 'Air fryer', 'Hair dryer', 'Radio', 'Drill', 'Shaver', 'Monitor', 'Keyboard'],
];
const TEXTS = [
  'I love how quickly this boils, and the handle stays cool.',
  'It broke after two weeks, and support never answered my messages.',
  'The parcel came on Tuesday in the usual box.',
  'Das Gerät ist leider sehr laut, und ich bin enttäuscht davon.',
  '</td><script>alert(1)</script> is a strange text, and a long one without any sense.',
  'W'.repeat(400),
];
const MIN_SCORE = 0.55;
const FIRST_DAY_MS = Date.UTC(2025, 0, 1);
const DAYS = 340;
const MS_PER_DAY = 86_400_000;

/** Makes rows of products that differ, over most of a year: the same ones for the same number. */
export function makeScoredRows(count: number): ScoredRow[] {
  const next = createRandom(20_251_129);
  return Array.from({ length: count }, (_, index) => {
    const product = Math.floor(next() ** 2 * PRODUCTS.length);
    const day = Math.floor(next() * DAYS);
    const mood = next() + (product % 7) / 14 - (day > DAYS * 0.75 ? 0.35 : 0.2);
    const score = Math.round(1e6 * (0.4 + 0.599 * Math.sqrt(next()))) / 1e6;
    const label = mood > 0.5 ? 'POSITIVE' : mood > 0.35 ? 'NEUTRAL' : 'NEGATIVE';
    const text = `${TEXTS[index % TEXTS.length] ?? ''}${index % 4 === 0 ? ` No. ${index}.` : ''}`;
    return {
      text: index % 50 === 7 ? '' : text,
      product: PRODUCTS[product] ?? '',
      date: writeDate(new Date(FIRST_DAY_MS + day * MS_PER_DAY).toISOString().slice(0, 10), index),
      sentiment: index % 50 === 7 ? '' : score < MIN_SCORE ? 'uncertain' : label,
      score,
      truncated: index % 400 === 1,
    };
  });
}

/** Writes rows as `sentiment classify --neutral` does. */
export function writeScoredFile(path: string, rows: readonly ScoredRow[]): void {
  const lines = rows.map(({ text, product, date, sentiment, score, truncated }) => {
    const cells = [text, product, date].map((cell) => `"${cell.replaceAll('"', '""')}"`);
    if (sentiment === '') return `${cells.join(',')},,,,,,false,The text is empty.`;
    const rest = (1 - score) / 2;
    const scores = LABELS.map((label) => (label.toUpperCase() === sentiment ? score : rest));
    return `${cells.join(',')},${sentiment},${score},${scores.join(',')},${truncated},`;
  });
  const header = ['review', 'product', 'date', 'sentiment', 'score', ...LABELS, 'truncated', 'error'].join(',');
  writeFileSync(path, `\ufeff${header}\r\n${lines.join('\r\n')}\r\n`);
}

/** In one of the ways that are read, or in one that is not. */
function writeDate(day: string, index: number): string {
  if (index % 97 === 0) return '03/04/2025';
  if (index % 131 === 0) return 'soon';
  if (index % 211 === 0) return '';
  return index % 3 === 0 ? `${day}T23:30:00-08:00` : index % 3 === 1 ? day.replaceAll('-', '/') : day;
}

/** A linear congruential generator: numbers from 0 to 1 that only look random. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

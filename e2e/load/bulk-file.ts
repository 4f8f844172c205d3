import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { golden } from '../golden.js';

const MIN_TOKENS = 4;
const MAX_TOKENS = 40;
const REPEATED_TEXTS = 1_000;
/** Every tenth text is one of the repeated ones. */
const REPEAT_INTERVAL = 10;
/** Every fiftieth cell is empty. */
const EMPTY_INTERVAL = 50;
const ROWS_PER_WRITE = 1_000;

const sentences = golden.answers
  .filter(({ ids, text }) => ids.length >= MIN_TOKENS && ids.length <= MAX_TOKENS && text.isWellFormed())
  .map(({ text }) => text);

/** The text of a row, of this project's own sentences: with quotes, a line break and an emoji. */
export function makeReviewText(row: number): string {
  const number = row % REPEAT_INTERVAL === 0 ? row % (REPEAT_INTERVAL * REPEATED_TEXTS) : row;
  return `${sentences[number % sentences.length] ?? ''}\n"no. ${number}" ${number % 3 === 0 ? '😀' : ''}`.trim();
}

/** Writes a CSV file with three columns, as Excel writes it: with a byte order mark and CRLF. */
export async function writeReviewsFile(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  file.write('\uFEFFid,text,note\r\n');
  for (let first = 0; first < rows; first += ROWS_PER_WRITE) {
    const count = Math.min(ROWS_PER_WRITE, rows - first);
    const lines = Array.from({ length: count }, (_, index) => formatRow(first + index));
    if (!file.write(lines.join(''))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}

function formatRow(row: number): string {
  const text = row % EMPTY_INTERVAL === EMPTY_INTERVAL - 1 ? '' : `"${makeReviewText(row).replaceAll('"', '""')}"`;
  return `${row},${text},"note, ${row % 7}"\r\n`;
}

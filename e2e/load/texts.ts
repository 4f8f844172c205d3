import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { golden } from '../golden.js';

const MIN_WORDS = 8;

/**
 * Sentences for the bench, no two alike: SST-2's training sentences where they are, else the golden texts of the
 * shipped model with a number behind each.
 *
 * @param sst2Dir folder with train.tsv
 */
export function benchTexts(sst2Dir: string): { source: string; texts: string[] } {
  const file = join(sst2Dir, 'train.tsv');
  if (existsSync(file)) {
    const texts = readFileSync(file, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => (line.split('\t')[0] ?? '').trim())
      .filter((text) => text.split(' ').length >= MIN_WORDS);
    return { source: 'SST-2 sentences of 8 words or more', texts: shuffled([...new Set(texts)]) };
  }
  const short = golden.answers.filter(({ ids }) => ids.length >= 4 && ids.length <= 30);
  const numbered = Array.from({ length: 20_000 }, (_, index) => `${short[index % short.length]?.text ?? ''} ${index}`);
  return { source: "the project's golden texts, numbered", texts: numbered };
}

/** A file of texts for the load generators: one JSON string a line. Each text is taken once, until all were. */
export class TextFile {
  private next = 0;

  constructor(
    readonly path: string,
    private readonly texts: readonly string[],
  ) {
    writeFileSync(path, `${texts.map((text) => JSON.stringify(text)).join('\n')}\n`);
  }

  /** Takes so many texts. @returns where a load generator finds them */
  take(count: number): { textsFile: string; firstText: number } {
    const firstText = this.next;
    this.next = (firstText + count) % this.texts.length;
    return { textsFile: this.path, firstText };
  }
}

/** The same order each time: Fisher and Yates with a linear congruential generator (Numerical Recipes' constants). */
function shuffled(texts: string[]): string[] {
  let state = 1;
  for (let last = texts.length - 1; last > 0; last--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (last + 1);
    [texts[last], texts[other]] = [texts[other] ?? '', texts[last] ?? ''];
  }
  return texts;
}

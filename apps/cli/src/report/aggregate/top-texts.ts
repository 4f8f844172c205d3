import type { ScoredRow } from '../scored/scored-row.js';
import { copyStart } from './copy-start.js';

/** More than are shown, so that readers see that a text was cut. */
const MAX_CHARS = 4_000;

/** A text in a table of examples. */
export interface TopText {
  /** By which the texts are ordered. */
  readonly rank: number;
  readonly row: TopRow;
}

/** What is kept of a row: the starts of its text and of its group, if they are long. */
export interface TopRow extends Pick<ScoredRow, 'number' | 'sentence' | 'text' | 'group'> {
  /** Undefined for a row without an answer. */
  readonly sentiment: string | undefined;
}

/** Keeps the texts with the highest ranks. Of equal ranks the earlier row is kept, and of texts with the same first 4,000 characters one. */
export class TopTexts {
  private readonly kept: TopText[] = [];

  /** @param size most texts that are kept */
  constructor(private readonly size: number) {}

  /** From the highest rank to the lowest one. */
  get texts(): readonly TopText[] {
    return this.kept;
  }

  add(rank: number, row: ScoredRow): void {
    const last = this.kept.at(-1);
    if (last && this.kept.length >= this.size && rank <= last.rank) return;
    const start = row.text.slice(0, MAX_CHARS);
    const same = this.kept.findIndex(({ row: { text } }) => text === start);
    if (same >= 0) {
      if (rank <= (this.kept[same]?.rank ?? rank)) return;
      this.kept.splice(same, 1);
    }
    const place = this.kept.findIndex((each) => rank > each.rank);
    this.kept.splice(place < 0 ? this.kept.length : place, 0, { rank, row: copyRow(row) });
    this.kept.length = Math.min(this.kept.length, this.size);
  }
}

function copyRow({ number, sentence, text, group, answer }: ScoredRow): TopRow {
  const copy = (each: string | undefined) => (each === undefined ? undefined : copyStart(each, MAX_CHARS));
  return { number, sentence, text: copyStart(text, MAX_CHARS), group: copy(group), sentiment: copy(answer?.sentiment) };
}

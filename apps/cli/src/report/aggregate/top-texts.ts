import type { ScoredRow } from '../scored/scored-row.js';

/** A text in a table of examples. */
export interface TopText {
  /** By which the texts are ordered. */
  readonly rank: number;
  readonly row: ScoredRow;
}

/** Keeps the texts with the highest ranks. Of equal ranks the earlier row is kept, and of equal texts one. */
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
    const same = this.kept.findIndex(({ row: { text } }) => text === row.text);
    if (same >= 0) {
      if (rank <= (this.kept[same]?.rank ?? rank)) return;
      this.kept.splice(same, 1);
    }
    const place = this.kept.findIndex((each) => rank > each.rank);
    this.kept.splice(place < 0 ? this.kept.length : place, 0, { rank, row });
    this.kept.length = Math.min(this.kept.length, this.size);
  }
}

import { copyStart } from './copy-start.js';
import { SentimentCounts } from './sentiment-counts.js';

/** Groups that are counted one by one. The memory of a report must not grow with its input. */
export const MAX_GROUPS = 10_000;
/** Characters by which groups are told apart. */
const MAX_NAME_CHARS = 200;

export interface Group {
  /** Empty for rows without a group. */
  readonly name: string;
  readonly counts: SentimentCounts;
}

export interface GroupSelection {
  /** From the most positive to the most negative one. */
  readonly shown: readonly Group[];
  /** All other rows; undefined when there is none. */
  readonly others: SentimentCounts | undefined;
  /** Groups that were counted one by one and are not shown. */
  readonly otherGroups: number;
  /** Rows of groups that first occur after the limit of groups that are counted one by one. */
  readonly rowsOfLaterGroups: number;
}

/** Counts sentiments by group. The first 10,000 groups are counted one by one, and the rows of all later ones together. */
export class GroupCounts {
  private readonly groups = new Map<string, SentimentCounts>();
  private readonly further = new SentimentCounts();

  constructor(private readonly maxGroups = MAX_GROUPS) {}

  add(name: string, sentiment: string): void {
    this.findCounts(name.trim().slice(0, MAX_NAME_CHARS)).add(sentiment);
  }

  /** @returns the groups with the most rows, at most `count` */
  select(count: number): GroupSelection {
    const bySize = [...this.groups].sort(
      ([oneName, one], [otherName, other]) => other.total - one.total || compareNames(oneName, otherName),
    );
    const shown = bySize.slice(0, count).map(([name, counts]) => ({ name, counts }));
    const others = new SentimentCounts();
    for (const [, counts] of bySize.slice(count)) others.addAll(counts);
    others.addAll(this.further);
    return {
      shown: shown.sort(
        (one, other) =>
          other.counts.netSentiment - one.counts.netSentiment ||
          other.counts.total - one.counts.total ||
          compareNames(one.name, other.name),
      ),
      others: others.total > 0 ? others : undefined,
      otherGroups: Math.max(0, bySize.length - count),
      rowsOfLaterGroups: this.further.total,
    };
  }

  private findCounts(name: string): SentimentCounts {
    const found = this.groups.get(name);
    if (found) return found;
    if (this.groups.size >= this.maxGroups) return this.further;
    const counts = new SentimentCounts();
    this.groups.set(copyStart(name, MAX_NAME_CHARS), counts);
    return counts;
  }
}

/** Independent of the language of the machine. */
function compareNames(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

import { createHash } from 'node:crypto';

/**
 * Texts on which workers crashed while the text ran in a batch of its own. Texts are kept as digests only. The oldest
 * digest is dropped when the capacity is reached.
 */
export class PoisonInputs {
  private readonly crashes = new Map<string, number>();

  /**
   * @param maxCrashes number of crashes from which a text is refused
   * @param capacity number of digests that are kept
   */
  constructor(
    private readonly maxCrashes: number,
    private readonly capacity: number,
  ) {}

  /** Counts a crash on a text. */
  recordCrash(text: string): void {
    const digest = toDigest(text);
    const crashes = (this.crashes.get(digest) ?? 0) + 1;
    this.crashes.delete(digest);
    this.crashes.set(digest, crashes);
    for (const oldest of this.crashes.keys()) {
      if (this.crashes.size <= this.capacity) break;
      this.crashes.delete(oldest);
    }
  }

  /** Whether the text has to run in a batch of its own. */
  hasCrashed(text: string): boolean {
    return this.countCrashes(text) > 0;
  }

  /** Whether the text may not run any more. */
  isRefused(text: string): boolean {
    return this.countCrashes(text) >= this.maxCrashes;
  }

  private countCrashes(text: string): number {
    return this.crashes.size === 0 ? 0 : (this.crashes.get(toDigest(text)) ?? 0);
  }

  /** The text ran to its end, so it did not cause the crashes. */
  clear(text: string): void {
    if (this.crashes.size > 0) this.crashes.delete(toDigest(text));
  }
}

function toDigest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

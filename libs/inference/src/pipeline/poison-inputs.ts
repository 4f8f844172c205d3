import { createHash } from 'node:crypto';

/**
 * Texts that model processes were lost on while they ran alone, by digest: nobody's text is kept. The oldest is
 * forgotten when it is full.
 */
export class PoisonInputs {
  private readonly crashes = new Map<string, number>();

  /**
   * @param maxCrashes from so many on a text is refused
   * @param capacity texts remembered
   */
  constructor(
    private readonly maxCrashes: number,
    private readonly capacity: number,
  ) {}

  /** Counts a loss. @returns how many there are now */
  recordCrash(text: string): number {
    const digest = toDigest(text);
    const crashes = (this.crashes.get(digest) ?? 0) + 1;
    this.crashes.delete(digest);
    this.crashes.set(digest, crashes);
    for (const oldest of this.crashes.keys()) {
      if (this.crashes.size <= this.capacity) break;
      this.crashes.delete(oldest);
    }
    return crashes;
  }

  /** Whether the text has to run alone. */
  isSuspect(text: string): boolean {
    return this.countCrashes(text) > 0;
  }

  /** Whether the text may not run any more. */
  isRefused(text: string): boolean {
    return this.countCrashes(text) >= this.maxCrashes;
  }

  countCrashes(text: string): number {
    return this.crashes.size === 0 ? 0 : (this.crashes.get(toDigest(text)) ?? 0);
  }

  /** The text ran well: the losses were not its fault. */
  clear(text: string): void {
    if (this.crashes.size > 0) this.crashes.delete(toDigest(text));
  }
}

function toDigest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

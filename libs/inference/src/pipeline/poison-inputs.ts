import { createHash } from 'node:crypto';

/**
 * Texts that model processes were lost on while they ran alone, by digest: nobody's text is kept. The oldest is
 * forgotten when it is full.
 */
export class SuspectTexts {
  private readonly losses = new Map<string, number>();

  /**
   * @param maxLosses from so many on a text is refused
   * @param capacity texts remembered
   */
  constructor(
    private readonly maxLosses: number,
    private readonly capacity: number,
  ) {}

  /** Counts a loss. @returns how many there are now */
  countLoss(text: string): number {
    const digest = digestOf(text);
    const losses = (this.losses.get(digest) ?? 0) + 1;
    this.losses.delete(digest);
    this.losses.set(digest, losses);
    for (const oldest of this.losses.keys()) {
      if (this.losses.size <= this.capacity) break;
      this.losses.delete(oldest);
    }
    return losses;
  }

  /** Whether the text has to run alone. */
  isSuspect(text: string): boolean {
    return this.lossesOf(text) > 0;
  }

  /** Whether the text may not run any more. */
  isRefused(text: string): boolean {
    return this.lossesOf(text) >= this.maxLosses;
  }

  lossesOf(text: string): number {
    return this.losses.size === 0 ? 0 : (this.losses.get(digestOf(text)) ?? 0);
  }

  /** The text ran well: the losses were not its fault. */
  acquit(text: string): void {
    if (this.losses.size > 0) this.losses.delete(digestOf(text));
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

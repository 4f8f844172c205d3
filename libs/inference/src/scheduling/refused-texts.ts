import { createHash } from 'node:crypto';

/** Texts that took model processes down, by digest: nobody's text is kept. The oldest is forgotten when it is full. */
export class RefusedTexts {
  private readonly digests = new Set<string>();

  constructor(private readonly capacity: number) {}

  add(text: string): void {
    this.digests.add(digestOf(text));
    for (const oldest of this.digests) {
      if (this.digests.size <= this.capacity) return;
      this.digests.delete(oldest);
    }
  }

  has(text: string): boolean {
    return this.digests.size > 0 && this.digests.has(digestOf(text));
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

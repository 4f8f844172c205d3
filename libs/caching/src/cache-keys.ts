import { hash } from 'node:crypto';
import type { ModelDescription } from '#libs/prediction';

/** Raised whenever keys or values change their meaning: old and new pods share one Redis during a roll-out. */
const FORMAT_VERSION = '3';

/**
 * Keys under which a model's predictions are kept: SHA-256 over format version, model digest, the way in which long texts are read, and
 * text, each prefixed by its length, so that different lists of parts never give the same input. A key does not reveal
 * its text.
 */
export class CacheKeys {
  private readonly head: string;
  private readonly maxChars: number;

  constructor(model: Pick<ModelDescription, 'digest' | 'maxTokens' | 'maxChars' | 'windows'>) {
    const { digest, maxTokens, maxChars, windows } = model;
    const { tokens, overlapTokens, maxWindows, temperature } = windows;
    const reading =
      maxWindows === 1
        ? `first ${maxTokens} tokens of ${maxChars} characters`
        : `${maxTokens} tokens or ${maxWindows} windows of ${tokens} (${overlapTokens} shared, temperature ${temperature}) of ${maxChars} characters`;
    this.head = [FORMAT_VERSION, digest, reading].map(lengthPrefixed).join('');
    this.maxChars = maxChars;
  }

  /** @returns 43 characters of base64url; equal for texts that the model reads equally: it reads a lone surrogate as U+FFFD */
  keyFor(text: string): string {
    const isCut = text.length > this.maxChars;
    const read = isCut ? text.slice(0, this.maxChars) : text;
    // The characters after the end decide where a text is cut, and whether it is.
    const next = isCut ? text.slice(this.maxChars, this.maxChars + 1) : '';
    const parts = lengthPrefixed(read.toWellFormed()) + lengthPrefixed(next.toWellFormed());
    return hash('sha256', this.head + parts, 'base64url');
  }
}

function lengthPrefixed(part: string): string {
  return `${part.length}:${part}`;
}

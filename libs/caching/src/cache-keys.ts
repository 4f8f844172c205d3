import { hash } from 'node:crypto';
import type { ModelDescription } from '#libs/prediction';

/** Raised whenever keys or values change their meaning: old and new pods share one Redis during a roll-out. */
const FORMAT_VERSION = '2';

/**
 * Keys under which a model's predictions are kept: SHA-256 over format version, model digest, truncation policy and
 * text, each prefixed by its length, so that different lists of parts never give the same input. A key does not reveal
 * its text.
 */
export class CacheKeys {
  private readonly head: string;

  constructor({ digest, maxTokens }: Pick<ModelDescription, 'digest' | 'maxTokens'>) {
    this.head = [FORMAT_VERSION, digest, `first ${maxTokens} tokens`].map(lengthPrefixed).join('');
  }

  /** @returns 43 characters of base64url; equal for texts that the model reads equally: it reads a lone surrogate as U+FFFD */
  keyFor(text: string): string {
    return hash('sha256', this.head + lengthPrefixed(text.toWellFormed()), 'base64url');
  }
}

function lengthPrefixed(part: string): string {
  return `${part.length}:${part}`;
}

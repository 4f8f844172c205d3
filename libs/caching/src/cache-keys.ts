import { hash } from 'node:crypto';
import type { ModelDescription } from '#libs/prediction';

/** Raised whenever keys or values change their meaning: old and new pods share one Redis during a roll-out. */
const FORMAT_VERSION = '1';

/**
 * Keys under which a model's predictions are kept: SHA-256 over format version, model digest, truncation policy and
 * text, each with its length in front, so that no two lists of parts run into one. Nobody's text can be read off one.
 */
export class CacheKeys {
  private readonly head: string;

  constructor({ digest, maxTokens }: Pick<ModelDescription, 'digest' | 'maxTokens'>) {
    this.head = [FORMAT_VERSION, digest, `first ${maxTokens} tokens`].map(lengthPrefixed).join('');
  }

  /** @returns 43 characters of base64url; equal for texts that the model reads equally: a lone surrogate is U+FFFD */
  of(text: string): string {
    return hash('sha256', this.head + lengthPrefixed(text.toWellFormed()), 'base64url');
  }
}

function lengthPrefixed(part: string): string {
  return `${part.length}:${part}`;
}

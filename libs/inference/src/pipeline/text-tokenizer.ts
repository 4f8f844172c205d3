import { Tokenizer } from 'tokenizers';
import type { Encoding } from './encoding.js';

// Read by the native library at its first call. One thread tokenizes seventeen thousand texts a second, more than the
// model processes of sixteen cores run; more threads cost a fifth more CPU and wake up on cores that run the model.
process.env.RAYON_NUM_THREADS ??= '1';

type NativeEncoding = Awaited<ReturnType<Tokenizer['encode']>>;

const FIRST_PREFIX_CHARS = 8_192;
const PREFIX_GROWTH = 4;
/** Characters that must lie between the last kept token and the cut; longer than any added token's spelling. */
const MARGIN_CHARS = 256;

/**
 * Turns text into token ids with the model's own `tokenizer.json`, off the event loop (libuv's thread pool).
 */
export class TextTokenizer {
  private constructor(private readonly tokenizer: Tokenizer) {}

  /**
   * @param path a `tokenizer.json`
   * @param maxTokens longest encoding, special tokens included
   * @throws Error when the file is no tokenizer
   */
  static load(path: string, maxTokens: number): TextTokenizer {
    const tokenizer = Tokenizer.fromFile(path);
    // Files from the hub may carry padding to a fixed length and another truncation.
    tokenizer.disablePadding();
    tokenizer.setTruncation(maxTokens);
    return new TextTokenizer(tokenizer);
  }

  /** Encodes texts in order. A lone surrogate is read as U+FFFD. */
  async encode(texts: readonly string[]): Promise<Encoding[]> {
    const wellFormed = texts.map((text) => text.toWellFormed());
    const short = wellFormed.filter((text) => text.length <= FIRST_PREFIX_CHARS);
    const shortEncodings = (await this.tokenizer.encodeBatch(short)).values();
    const encodings: Encoding[] = [];
    for (const text of wellFormed) {
      if (text.length > FIRST_PREFIX_CHARS) {
        encodings.push(await this.encodeLong(text));
      } else {
        const next = shortEncodings.next();
        if (next.done) throw new Error('tokenizer returned fewer encodings than texts');
        encodings.push(toEncoding(next.value));
      }
    }
    return encodings;
  }

  /**
   * Tokenizing 2 MiB to keep 512 tokens takes over a second and 120 MB. A prefix gives the same ids as soon as the
   * kept tokens end well before the place where it was cut: what follows a word does not change the words before.
   */
  private async encodeLong(text: string): Promise<Encoding> {
    for (let length = FIRST_PREFIX_CHARS; length < text.length; length *= PREFIX_GROWTH) {
      const encoding = await this.tokenizer.encode(text.slice(0, length).toWellFormed());
      if (isSettled(encoding, length)) return toEncoding(encoding);
    }
    return toEncoding(await this.tokenizer.encode(text));
  }
}

function toEncoding(encoding: NativeEncoding): Encoding {
  return { ids: Int32Array.from(encoding.getIds()), truncated: encoding.getOverflowing().length > 0 };
}

/** Whether a truncated encoding of a text's prefix is the encoding of the whole text. */
function isSettled(encoding: NativeEncoding, prefixLength: number): boolean {
  const overflow = encoding.getOverflowing().at(-1);
  if (!overflow || lastWord(overflow) === lastWord(encoding)) return false;
  // Offsets count code points, the prefix UTF-16 units: at most two each.
  const keptEnd = 2 * Math.max(...encoding.getOffsets().map(([, end]) => end ?? 0));
  return keptEnd + MARGIN_CHARS <= prefixLength;
}

function lastWord(encoding: NativeEncoding): number {
  return encoding.getWordIds().findLast((word) => word !== null && word !== undefined) ?? -1;
}

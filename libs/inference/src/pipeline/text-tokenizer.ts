import { Tokenizer } from 'tokenizers';
import type { Encoding } from './encoding.js';

// Read by the native library at its first call. One thread tokenizes seventeen thousand texts a second, more than the
// model processes of sixteen cores run; more threads cost a fifth more CPU and wake up on cores that run the model.
process.env.RAYON_NUM_THREADS ??= '1';

type NativeEncoding = Awaited<ReturnType<Tokenizer['encode']>>;

/**
 * Characters that are read at most, for each token of the model's maximum. English has some 5 characters a token, so a
 * text of words fills the model long before. Without a bound, a text that gives few tokens (one long word, blanks,
 * combining marks) would be tokenized whole: 2 MB took 2.2 s and 400 MB.
 */
const MAX_CHARS_PER_TOKEN = 16;
/**
 * Characters that are read first: enough for a text of words. A text with several tokens a character fills the model
 * here, and its further tokens, which the native library holds until the next garbage collection, are few.
 */
const FIRST_CHARS_PER_TOKEN = 6;
/** A long text is cut at a blank among this many last characters, if there is one, so that its last word is whole. */
const CUT_WINDOW_CHARS = 256;

/**
 * Turns text into token ids with the model's own `tokenizer.json`, off the event loop (libuv's thread pool).
 */
export class TextTokenizer {
  /** Longest part of a text that is read, in UTF-16 units. */
  readonly maxChars: number;
  private readonly firstChars: number;

  private constructor(
    private readonly tokenizer: Tokenizer,
    maxTokens: number,
  ) {
    this.maxChars = getMaxChars(maxTokens);
    this.firstChars = maxTokens * FIRST_CHARS_PER_TOKEN;
  }

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
    return new TextTokenizer(tokenizer, maxTokens);
  }

  /**
   * Encodes texts in order. Of a text past `maxChars` only the beginning is read, and its encoding is truncated. A lone
   * surrogate is read as U+FFFD.
   */
  async encode(texts: readonly string[]): Promise<Encoding[]> {
    const short = texts.filter((text) => text.length <= this.firstChars);
    const shortEncodings = (await this.tokenizer.encodeBatch(short.map((text) => text.toWellFormed()))).values();
    const encodings: Encoding[] = [];
    for (const text of texts) {
      if (text.length > this.firstChars) {
        encodings.push(await this.encodeLong(text));
      } else {
        const next = shortEncodings.next();
        if (next.done) throw new Error('the tokenizer returned fewer encodings than texts');
        encodings.push(toEncoding(next.value));
      }
    }
    return encodings;
  }

  /** What follows a word does not change the tokens of the words before it, so a beginning can be enough. */
  private async encodeLong(text: string): Promise<Encoding> {
    const first = await this.tokenizer.encode(text.slice(0, this.firstChars).toWellFormed());
    if (isComplete(first, this.firstChars)) return toEncoding(first);
    const encoding = toEncoding(
      await this.tokenizer.encode(text.slice(0, findCut(text, this.maxChars)).toWellFormed()),
    );
    return text.length > this.maxChars ? { ...encoding, truncated: true } : encoding;
  }
}

/** @returns the longest part of a text that is read for a model, in UTF-16 units */
export function getMaxChars(maxTokens: number): number {
  return maxTokens * MAX_CHARS_PER_TOKEN;
}

function toEncoding(encoding: NativeEncoding): Encoding {
  return { ids: Int32Array.from(encoding.getIds()), truncated: encoding.getOverflowing().length > 0 };
}

/** Whether the encoding of a beginning fills the model, with tokens that end well before the beginning does. */
function isComplete(encoding: NativeEncoding, chars: number): boolean {
  if (encoding.getOverflowing().length === 0) return false;
  // Offsets count code points, the beginning UTF-16 units: at most two each.
  const keptEnd = 2 * Math.max(...encoding.getOffsets().map(([, end]) => end ?? 0));
  return keptEnd + CUT_WINDOW_CHARS <= chars;
}

/** @returns where a text is cut, at most after `maxChars` */
function findCut(text: string, maxChars: number): number {
  if (text.length <= maxChars) return text.length;
  for (let cut = maxChars; cut > maxChars - CUT_WINDOW_CHARS; cut--) {
    if (/\s/.test(text.charAt(cut))) return cut;
  }
  // Not between the halves of a surrogate pair.
  return isHighSurrogate(text.charCodeAt(maxChars - 1)) ? maxChars - 1 : maxChars;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

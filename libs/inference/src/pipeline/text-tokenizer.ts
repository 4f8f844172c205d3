import { Tokenizer } from 'tokenizers';
import type { WindowPolicy } from '#libs/prediction';
import type { Beginning, Encoding } from './encoding.js';
import { countReadTokens, cutBeginning, toInputs, type TokenizedText } from './text-windows.js';

// Read by the native library at its first call. One thread tokenizes seventeen thousand texts a second, more than the
// model processes of sixteen cores run; more threads cost a fifth more CPU and wake up on cores that run the model.
process.env.RAYON_NUM_THREADS ??= '1';

/** The tokens of a text that are read. */
interface ReadText extends TokenizedText {
  readonly truncated: boolean;
  /** End of their text, in UTF-16 units. */
  readonly readChars: number;
}

/** Words, encoded as one text. */
export interface EncodedWords {
  /** Special tokens before the words, and after them. */
  readonly prefix: readonly number[];
  readonly suffix: readonly number[];
  /** The token ids of each word; none for a word that the tokenizer drops. */
  readonly ids: readonly (readonly number[])[];
}

type NativeEncoding = Awaited<ReturnType<Tokenizer['encode']>>;

/**
 * Characters that are read at most, for each token that is read at most. English has some 5 characters a token, so a
 * text of words has enough tokens long before. Without a bound, a text that gives few tokens (one long word, blanks,
 * combining marks) would be tokenized whole: 2 MB took 2.2 s and 400 MB.
 */
const MAX_CHARS_PER_TOKEN = 16;
/**
 * Characters that are read first: enough for a text of words. A text with several tokens a character has enough of them
 * here, and its further tokens, which the native library holds until the next garbage collection, are few.
 */
const FIRST_CHARS_PER_TOKEN = 6;
/** The token for unknown characters, as BERT and as SentencePiece name it. */
const UNKNOWN_TOKENS = ['[UNK]', '<unk>'];
/** A long text is cut at a blank among this many last characters, if there is one, so that its last word is whole. */
const CUT_WINDOW_CHARS = 256;

/**
 * Turns text into token ids with the model's own `tokenizer.json`, off the event loop (libuv's thread pool).
 */
export class TextTokenizer {
  /** Longest part of a text that is read, in UTF-16 units. */
  readonly maxChars: number;
  private readonly firstChars: number;
  /** The token for unknown characters. Undefined for a tokenizer of bytes, which knows every character. */
  readonly unknownId: number | undefined;

  private constructor(
    private readonly tokenizer: Tokenizer,
    private readonly maxTokens: number,
    private readonly windows: WindowPolicy,
  ) {
    this.maxChars = getMaxChars(maxTokens, windows);
    this.firstChars = countReadTokens(maxTokens, windows) * FIRST_CHARS_PER_TOKEN;
    this.unknownId = UNKNOWN_TOKENS.map((token) => tokenizer.tokenToId(token)).find((id) => id !== null) ?? undefined;
  }

  /**
   * @param path a `tokenizer.json`
   * @param maxTokens longest input of the model, special tokens included
   * @param windows how a longer text is read
   * @throws Error when the file is no tokenizer
   */
  static load(path: string, maxTokens: number, windows: WindowPolicy): TextTokenizer {
    const tokenizer = Tokenizer.fromFile(path);
    // Files from the hub may carry padding to a fixed length and another truncation.
    tokenizer.disablePadding();
    tokenizer.setTruncation(countReadTokens(maxTokens, windows));
    return new TextTokenizer(tokenizer, maxTokens, windows);
  }

  /**
   * Encodes texts in order. Of a text past `maxChars` only the beginning is read, and its encoding is truncated. A lone
   * surrogate is read as U+FFFD.
   */
  async encode(texts: readonly string[]): Promise<Encoding[]> {
    return (await this.read(texts)).map((read) => ({
      inputs: toInputs(read, this.maxTokens, this.windows),
      truncated: read.truncated,
      tokens: read.ids.length,
      unknownTokens: this.countUnknown(read.ids),
      readChars: read.readChars,
    }));
  }

  /** Encodes the part of each text that fits the model's maximum, in order. */
  async encodeBeginnings(texts: readonly string[]): Promise<Beginning[]> {
    return (await this.read(texts)).map((read) => ({
      ids: cutBeginning(read, this.maxTokens),
      truncated: read.truncated || read.ids.length > this.maxTokens,
    }));
  }

  /**
   * Encodes words of ASCII characters, which stand in one text with blanks between them.
   *
   * @returns undefined when the words have more tokens than are read, or none
   */
  async encodeWords(words: readonly string[]): Promise<EncodedWords | undefined> {
    const encoding = await this.tokenizer.encode(words.join(' '));
    const isSpecial = encoding.getSpecialTokensMask();
    const [first, last] = [isSpecial.indexOf(0), isSpecial.lastIndexOf(0)];
    if (first === -1 || encoding.getOverflowing().length > 0) return undefined;
    const allIds = encoding.getIds();
    const offsets = encoding.getOffsets();
    const ids = words.map((): number[] => []);
    let [word, wordEnd] = [0, words[0]?.length ?? 0];
    for (let token = first; token <= last; token++) {
      // The blanks of the joined text belong to no token, so a token that starts past the end of a word is of a later word.
      while ((offsets[token]?.[0] ?? 0) > wordEnd) wordEnd += 1 + (words[++word]?.length ?? Infinity);
      ids[word]?.push(allIds[token] ?? 0);
    }
    return { prefix: allIds.slice(0, first), suffix: allIds.slice(last + 1), ids };
  }

  private countUnknown(ids: Int32Array): number {
    let count = 0;
    for (const id of ids) if (id === this.unknownId) count++;
    return count;
  }

  private async read(texts: readonly string[]): Promise<ReadText[]> {
    const short = texts.filter((text) => text.length <= this.firstChars);
    const shortEncodings = (await this.tokenizer.encodeBatch(short.map((text) => text.toWellFormed()))).values();
    const encodings: ReadText[] = [];
    for (const text of texts) {
      if (text.length > this.firstChars) {
        encodings.push(await this.readLong(text));
      } else {
        const next = shortEncodings.next();
        if (next.done) throw new Error('the tokenizer returned fewer encodings than texts');
        encodings.push(toReadText(next.value, text, this.maxTokens));
      }
    }
    return encodings;
  }

  /** What follows a word does not change the tokens of the words before it, so a beginning can be enough. */
  private async readLong(text: string): Promise<ReadText> {
    const beginning = text.slice(0, this.firstChars);
    const first = await this.tokenizer.encode(beginning.toWellFormed());
    if (isComplete(first, this.firstChars)) return toReadText(first, beginning, this.maxTokens);
    const longest = text.slice(0, findCut(text, this.maxChars));
    const read = toReadText(await this.tokenizer.encode(longest.toWellFormed()), longest, this.maxTokens);
    return text.length > this.maxChars ? { ...read, truncated: true } : read;
  }
}

/** @returns the longest part of a text that is read for a model, in UTF-16 units */
export function getMaxChars(maxTokens: number, windows: WindowPolicy): number {
  return countReadTokens(maxTokens, windows) * MAX_CHARS_PER_TOKEN;
}

/** @param text the text that was encoded */
function toReadText(encoding: NativeEncoding, text: string, maxTokens: number): ReadText {
  const ids = Int32Array.from(encoding.getIds());
  const truncated = encoding.getOverflowing().length > 0;
  const readChars = truncated ? toUtf16Offset(text, findEnd(encoding)) : text.length;
  // Of a text that fits, no caller needs to know which tokens are special.
  if (ids.length <= maxTokens) return { ids, prefixTokens: 0, suffixTokens: 0, truncated, readChars };
  const isSpecial = encoding.getSpecialTokensMask();
  return {
    ids,
    prefixTokens: Math.max(0, isSpecial.indexOf(0)),
    suffixTokens: isSpecial.length - 1 - isSpecial.lastIndexOf(0),
    truncated,
    readChars,
  };
}

/** @returns the end of the last token in code points */
function findEnd(encoding: NativeEncoding): number {
  return Math.max(...encoding.getOffsets().map(([, end]) => end ?? 0));
}

function toUtf16Offset(text: string, codePoints: number): number {
  let offset = 0;
  for (let count = 0; count < codePoints; count++) offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  return offset;
}

/** Whether the encoding of a beginning has all tokens that are read, with tokens that end well before the beginning does. */
function isComplete(encoding: NativeEncoding, chars: number): boolean {
  if (encoding.getOverflowing().length === 0) return false;
  // Offsets count code points, the beginning UTF-16 units: at most two each.
  return 2 * findEnd(encoding) + CUT_WINDOW_CHARS <= chars;
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

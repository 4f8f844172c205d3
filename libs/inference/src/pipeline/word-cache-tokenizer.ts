import type { Encoding } from './encoding.js';
import { GenerationalCache } from './generational-cache.js';
import type { EncodedWords, TextTokenizer } from './text-tokenizer.js';

/** Characters whose words are tokenized alone: ASCII but for those that open a tag, an entity or a mention (`<`, `&`, `@`). */
const CONTEXT_FREE = /^[\t\n\r\x20-\x25\x27-\x3b\x3d-\x3f\x41-\x7e]*$/;
const BLANKS = /[\t\n\r ]+/;
/** Longer texts would hold the event loop, and have words that no other text has. */
const MAX_TEXT_CHARS = 2_000;
const MAX_WORD_CHARS = 32;
/** Of each generation. 200,000 sentences of English reviews have 15,000 words. Each takes some 150 bytes. */
const MAX_WORDS = 15_000;
/** Unknown words of one call, end to end. Their tokens fit the shortest input of the models that are supported. */
const MAX_LEARNED_CHARS = 500;

type TokenIds = readonly number[];

/** What a tokenizer puts before and after the tokens of a text. */
type Template = Pick<EncodedWords, 'prefix' | 'suffix'>;

/**
 * A tokenizer that keeps the tokens of words. It is for models whose manifest says `contextFreeWords`: there the tokens of
 * a text are the tokens of its words, end to end. Known words need no call of the native library, which costs 37 to 72 µs of
 * CPU for a sentence (thread, objects across N-API). Unknown words are learnt by one call for all of them. Texts with other
 * characters, long texts and texts with too many unknown words go to the library.
 */
export class WordCacheTokenizer {
  private readonly words = new GenerationalCache<TokenIds>(MAX_WORDS);
  private template: Template | undefined;

  /**
   * @param tokenizer reads the other texts, and the unknown words
   * @param maxTokens longest input of the model, special tokens included
   */
  constructor(
    private readonly tokenizer: Pick<TextTokenizer, 'encode' | 'encodeWords' | 'maxChars' | 'unknownId'>,
    private readonly maxTokens: number,
  ) {}

  /** Longest part of a text that is read, in UTF-16 units. */
  get maxChars(): number {
    return this.tokenizer.maxChars;
  }

  /** Encodes texts in order, as the tokenizer does. */
  async encode(texts: readonly string[]): Promise<Encoding[]> {
    const splits = texts.map(splitWords);
    const assembleAll = () => texts.map((text, index) => this.assemble(text, splits[index]));
    let encodings = assembleAll();
    const unknown = this.chooseUnknown(splits.filter((_, index) => !encodings[index]));
    if (unknown.length > 0) {
      await this.learn(unknown);
      encodings = assembleAll();
    }
    const left = texts.filter((_, index) => !encodings[index]);
    const read = (left.length > 0 ? await this.tokenizer.encode(left) : []).values();
    return encodings.map((known) => {
      const encoding = known ?? read.next().value;
      if (!encoding) throw new Error('the tokenizer returned fewer encodings than texts');
      return encoding;
    });
  }

  /** @returns undefined when a word is unknown, or when the text has more tokens than an input */
  private assemble(text: string, words: readonly string[] | undefined): Encoding | undefined {
    if (!words || !this.template) return undefined;
    const { prefix, suffix } = this.template;
    const parts: TokenIds[] = [prefix];
    let tokens = prefix.length + suffix.length;
    for (const word of words) {
      const ids = this.words.get(word);
      if (!ids) return undefined;
      parts.push(ids);
      tokens += ids.length;
    }
    if (tokens > this.maxTokens) return undefined;
    parts.push(suffix);
    const ids = new Int32Array(tokens);
    let [at, unknownTokens] = [0, 0];
    for (const part of parts) {
      for (const id of part) {
        if (id === this.tokenizer.unknownId) unknownTokens++;
        ids[at++] = id;
      }
    }
    return { inputs: [ids], truncated: false, tokens, unknownTokens, readChars: text.length };
  }

  /** @returns unknown words, each once, as many as one call takes */
  private chooseUnknown(splits: readonly (readonly string[] | undefined)[]): string[] {
    const chosen = new Set<string>();
    let chars = 0;
    for (const word of splits.flatMap((words) => words ?? [])) {
      if (chosen.has(word) || this.words.has(word)) continue;
      chars += word.length + 1;
      if (chars > MAX_LEARNED_CHARS) break;
      chosen.add(word);
    }
    return [...chosen];
  }

  private async learn(words: readonly string[]): Promise<void> {
    const encoded = await this.tokenizer.encodeWords(words);
    if (!encoded) return;
    this.template = encoded;
    words.forEach((word, index) => {
      // A copy: V8 cuts words out of a text as views, each of which would keep its whole text.
      this.words.set(Buffer.from(word, 'latin1').toString('latin1'), encoded.ids[index] ?? []);
    });
  }
}

/** @returns undefined for a text that the tokenizer has to read itself */
function splitWords(text: string): string[] | undefined {
  if (text.length > MAX_TEXT_CHARS || !CONTEXT_FREE.test(text)) return undefined;
  const words = text.split(BLANKS).filter((word) => word !== '');
  return words.every(({ length }) => length <= MAX_WORD_CHARS) ? words : undefined;
}

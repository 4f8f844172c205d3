import { isUtf8 } from 'node:buffer';
import { Token, Tokenizer, Type, type DecodeOptions } from 'cborg';
import { RequestError } from '../http/errors/request-error.js';
import { decodeUtf8 } from './decode-utf8.js';

/** The first byte of a text of indefinite length. The SDK of AWS for Java sends texts so that are longer than some 4,000 characters. */
const CHUNKED_TEXT = 0x7f;
const OPTIONS: DecodeOptions = { allowBigInt: true, coerceUndefinedToNull: true, retainStringBytes: true };

export interface CborLimits {
  /** Most data items, chunks of texts and ends of indefinite lengths: the time of a parser grows with them. */
  readonly items: number;
  /** Deepest nesting of arrays and maps. */
  readonly depth: number;
}

/** An array or a map whose end was not read yet. */
interface OpenContainer {
  readonly isMap: boolean;
  /** Keys count too. Infinity for an indefinite length. */
  readonly items: number;
  itemsRead: number;
}

/**
 * Reads the data items of CBOR (RFC 8949) for the decoder of cborg, within limits. It replaces the tokenizer of cborg, which bounds
 * neither depth nor items, refuses texts of indefinite length, takes invalid UTF-8, drops byte order marks, and lets a map end after a key.
 */
export class CborTokenizer {
  private readonly open: OpenContainer[] = [];
  private position = 0;
  private items = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly limits: CborLimits,
  ) {}

  done(): boolean {
    return this.position >= this.bytes.length;
  }

  pos(): number {
    return this.position;
  }

  /**
   * @throws RequestError `malformed-body` past a limit
   * @throws Error for bytes that are no CBOR
   */
  next(): Token {
    const token = this.bytes[this.position] === CHUNKED_TEXT ? this.readChunks() : this.readItem();
    this.follow(token);
    return token;
  }

  private readItem(): Token {
    this.items++;
    if (this.items > this.limits.items) {
      throw new RequestError('malformed-body', `The body has more than ${this.limits.items} items.`);
    }
    const tokenizer = new Tokenizer(this.bytes.subarray(this.position), OPTIONS);
    const token = tokenizer.next();
    this.position += tokenizer.pos();
    return token.byteValue === undefined ? token : new Token(Type.string, decodeText(token.byteValue));
  }

  private readChunks(): Token {
    this.position++;
    const chunks: string[] = [];
    while (!this.done()) {
      const chunk = this.readItem();
      if (Type.equals(chunk.type, Type.break)) return new Token(Type.string, chunks.join(''));
      if (!Type.equals(chunk.type, Type.string)) break;
      chunks.push(chunk.value as string);
    }
    throw new Error('a text has an incomplete or faulty chunk');
  }

  /** Keeps the arrays and maps that are open. */
  private follow({ type, value }: Token): void {
    const isMap = Type.equals(type, Type.map);
    if (isMap || Type.equals(type, Type.array)) {
      this.open.push({ isMap, items: (value as number) * (isMap ? 2 : 1), itemsRead: 0 });
      if (this.open.length > this.limits.depth) {
        throw new RequestError('malformed-body', `The body is nested deeper than ${this.limits.depth} levels.`);
      }
    } else {
      if (Type.equals(type, Type.break)) this.endIndefiniteLength();
      this.endItem();
    }
    while (this.isLastFull()) {
      this.open.pop();
      this.endItem();
    }
  }

  private isLastFull(): boolean {
    const last = this.open.at(-1);
    return last !== undefined && last.itemsRead === last.items;
  }

  private endIndefiniteLength(): void {
    const ended = this.open.pop();
    // The decoder would take the end for the value of the last key, and the map would stay open there.
    const isValueMissing = ended?.isMap === true && ended.itemsRead % 2 === 1;
    if (ended?.items !== Number.POSITIVE_INFINITY || isValueMissing) throw new Error('an end is at the wrong place');
  }

  private endItem(): void {
    const container = this.open.at(-1);
    if (container) container.itemsRead++;
  }
}

function decodeText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (!isUtf8(buffer)) throw new Error('a text is no UTF-8');
  return decodeUtf8(buffer);
}

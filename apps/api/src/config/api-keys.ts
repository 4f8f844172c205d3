import { timingSafeEqual } from 'node:crypto';

const NAME = /^[\w.-]{1,64}$/;
const KEY = /^[\x21-\x7e]{16,256}$/;
const MAX_KEY_BYTES = 256;

interface KnownKey {
  readonly name: string;
  readonly padded: Buffer;
}

/** The keys that clients may come with, and whose they are. */
export class ApiKeys {
  private readonly keys: readonly KnownKey[];
  /** The key that is looked for. */
  private readonly given = Buffer.alloc(MAX_KEY_BYTES);

  /**
   * @param file one key a line, `<name>:<key>`; empty lines and lines that begin with # are left out. A name may have
   * several keys: that is how one is replaced without a gap.
   * @throws Error that says which line is faulty, and never quotes it
   */
  constructor(file: string) {
    this.keys = file.split(/\r?\n/).flatMap((line, index) => this.parse(line.trim(), index + 1));
    if (this.keys.length === 0) throw new Error('holds no key');
  }

  get count(): number {
    return this.keys.length;
  }

  /**
   * Whose key it is. Takes as long for any wrong key, of any length, as for any right one: all are compared whole, padded
   * to one length with a byte that no key has.
   */
  findName(key: string): string | undefined {
    this.given.fill(0);
    this.given.write(key, 'latin1');
    let name: string | undefined;
    for (const known of this.keys) if (timingSafeEqual(known.padded, this.given)) name = known.name;
    // Longer than the padding, or padded itself.
    return KEY.test(key) ? name : undefined;
  }

  private parse(line: string, number: number): KnownKey[] {
    if (line === '' || line.startsWith('#')) return [];
    const colon = line.indexOf(':');
    const [name, key] = [line.slice(0, Math.max(colon, 0)), line.slice(colon + 1)];
    if (!NAME.test(name))
      throw new Error(`line ${number} must be <name>:<key>, the name of letters, digits, "_", "." and "-"`);
    if (!KEY.test(key)) throw new Error(`the key in line ${number} must have 16 to 256 visible ASCII characters`);
    const padded = Buffer.alloc(MAX_KEY_BYTES);
    padded.write(key, 'latin1');
    return [{ name, padded }];
  }
}

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const NAME = /^[\w.-]{1,64}$/;
const KEY = /^[\x21-\x7e]{16,256}$/;

interface KnownKey {
  readonly name: string;
  readonly digest: Buffer;
}

/** The keys that clients may come with, and whose they are. */
export class ApiKeys {
  /** Digests say nothing about keys to whoever reads them, or measures how long a comparison takes. */
  private readonly secret = randomBytes(32);
  private readonly keys: readonly KnownKey[];

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

  /** Whose key it is; takes as long for a wrong one as for any right one. */
  nameOf(key: string): string | undefined {
    const digest = this.digestOf(key);
    let name: string | undefined;
    for (const known of this.keys) if (timingSafeEqual(known.digest, digest)) name = known.name;
    return name;
  }

  private parse(line: string, number: number): KnownKey[] {
    if (line === '' || line.startsWith('#')) return [];
    const colon = line.indexOf(':');
    const [name, key] = [line.slice(0, Math.max(colon, 0)), line.slice(colon + 1)];
    if (!NAME.test(name))
      throw new Error(`line ${number} must be <name>:<key>, the name of letters, digits, "_", "." and "-"`);
    if (!KEY.test(key)) throw new Error(`the key in line ${number} must have 16 to 256 visible ASCII characters`);
    return [{ name, digest: this.digestOf(key) }];
  }

  private digestOf(key: string): Buffer {
    return createHmac('sha256', this.secret).update(key).digest();
  }
}

import { hash } from 'node:crypto';

const NAME = /^[\w.-]{1,64}$/;
const KEY = /^[\x21-\x7e]{16,256}$/;

interface KnownKey {
  readonly name: string;
  readonly lineNumber: number;
}

/**
 * The keys of clients, and the name of each key.
 *
 * A look-up is one SHA-256 digest and one access to a map, whatever the number of keys. The time of an access may tell how
 * much of a digest agrees with a known one. That is of no use: a sender cannot choose the digest of a key, and a digest
 * does not tell its key. The key itself is compared nowhere; signatures are made with it.
 */
export class ApiKeys {
  private readonly keys = new Map<string, KnownKey>();
  private readonly keysByName = new Map<string, string[]>();

  /**
   * @param file one key a line, `<name>:<key>`; empty lines and lines that begin with # are left out. Several keys of one
   * name are one client.
   * @throws Error that says which line is faulty, and never quotes it
   */
  constructor(file: string) {
    file.split(/\r?\n/).forEach((line, index) => {
      this.add(line.trim(), index + 1);
    });
    if (this.keys.size === 0) throw new Error('has no key');
  }

  get count(): number {
    return this.keys.size;
  }

  /** @returns the name of a key; undefined for an unknown key */
  findName(key: string): string | undefined {
    return KEY.test(key) ? this.keys.get(toDigest(key))?.name : undefined;
  }

  /** @returns the keys of a name, to check signatures with; empty for an unknown name */
  listKeys(name: string): readonly string[] {
    return this.keysByName.get(name) ?? [];
  }

  private add(line: string, lineNumber: number): void {
    if (line === '' || line.startsWith('#')) return;
    const colon = line.indexOf(':');
    const [name, key] = [line.slice(0, Math.max(colon, 0)), line.slice(colon + 1)];
    if (!NAME.test(name)) {
      throw new Error(`must have <name>:<key> in line ${lineNumber}, with a name of letters, digits, "_", "." and "-"`);
    }
    if (!KEY.test(key)) throw new Error(`must have a key of 16 to 256 visible ASCII characters in line ${lineNumber}`);
    const digest = toDigest(key);
    const same = this.keys.get(digest);
    if (same) throw new Error(`has the same key in lines ${same.lineNumber} and ${lineNumber}`);
    this.keys.set(digest, { name, lineNumber });
    const ofName = this.keysByName.get(name);
    if (ofName) ofName.push(key);
    else this.keysByName.set(name, [key]);
  }
}

function toDigest(key: string): string {
  return hash('sha256', key, 'base64');
}

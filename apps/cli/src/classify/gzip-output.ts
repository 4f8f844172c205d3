import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Output } from './output.js';

const compress = promisify(gzip);
/** Bytes of one member before its compression: larger ones are hardly smaller in sum. */
const MEMBER_BYTES = 1 << 20;

/**
 * Compresses what goes to another output. Each `sync` closes a member of gzip, so the file up to it is whole, and can be continued by
 * another member.
 */
export class GzipOutput implements Output {
  private parts: Buffer[] = [];
  private partBytes = 0;

  constructor(private readonly next: Output) {}

  /** Compressed bytes, up to the last member that was closed. */
  get bytes(): number {
    return this.next.bytes;
  }

  async write(content: Buffer): Promise<void> {
    this.parts.push(content);
    this.partBytes += content.length;
    if (this.partBytes >= MEMBER_BYTES) await this.closeMember();
  }

  async sync(): Promise<void> {
    // A file without any member is no gzip file.
    if (this.partBytes > 0 || this.bytes === 0) await this.closeMember();
    await this.next.sync();
  }

  async close(): Promise<void> {
    await this.next.close();
  }

  private async closeMember(): Promise<void> {
    const content = Buffer.concat(this.parts);
    this.parts = [];
    this.partBytes = 0;
    await this.next.write(await compress(content));
  }
}

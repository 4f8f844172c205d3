import { encodeText } from './encoding/encode-text.js';
import type { TextEncoding } from './encoding/encoding.js';
import type { Output } from './output.js';

const BYTE_ORDER_MARK = '\uFEFF';

/** Writes a table as the input is written: in its encoding, with its byte order mark. */
export class TextOutput {
  private isBegun: boolean;

  /** @param isContinued whether the output holds the start of the table already */
  constructor(
    private readonly output: Output,
    private readonly encoding: TextEncoding,
    isContinued: boolean,
  ) {
    this.isBegun = isContinued || encoding.markBytes === 0;
  }

  async write(text: string): Promise<void> {
    const mark = this.isBegun ? '' : BYTE_ORDER_MARK;
    this.isBegun = true;
    await this.output.write(encodeText(mark + text, this.encoding.encoding));
  }

  async sync(): Promise<void> {
    await this.output.sync();
  }
}

const HEAD_END = '\r\n\r\n';
const LAST_CHUNK = '0\r\n\r\n';

interface Body {
  readonly status: number;
  /** Bytes that are still to come; undefined for a chunked body. */
  bytesLeft: number | undefined;
}

/** Finds the ends of answers in what a connection receives, and keeps no body: attackers must be cheap. */
export class ResponseReader {
  private head = '';
  private body: Body | undefined;

  /** @returns the status of an answer that is complete by this chunk, else undefined */
  push(chunk: Buffer): number | undefined {
    if (this.body) return this.readBody(this.body, chunk);
    this.head += chunk.toString('latin1');
    const end = this.head.indexOf(HEAD_END);
    if (end < 0) return undefined;
    const head = this.head.slice(0, end);
    const rest = Buffer.from(this.head.slice(end + HEAD_END.length), 'latin1');
    this.head = '';
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]);
    // Such as 100: the answer itself follows.
    if (status < 200) return this.push(rest);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    this.body = { status, bytesLeft: length === undefined ? undefined : Number(length) };
    return this.readBody(this.body, rest);
  }

  private readBody(body: Body, chunk: Buffer): number | undefined {
    if (body.bytesLeft !== undefined) body.bytesLeft -= chunk.length;
    const isComplete =
      body.bytesLeft === undefined ? chunk.subarray(-LAST_CHUNK.length).toString() === LAST_CHUNK : body.bytesLeft <= 0;
    if (!isComplete) return undefined;
    this.body = undefined;
    return body.status;
  }
}

import { request as sendRequest, type ClientRequest, type IncomingMessage } from 'node:http';

const LINES_PER_WRITE = 64;
const READ_INTERVAL_MS = 20;
const LINE_FEED = 0x0a;

export interface LineLoadOptions {
  readonly url: string;
  readonly nextText: () => string;
  /** After so many lines the stream is complete; without, it runs until `stop`. */
  readonly lines?: number;
  /** Reads no faster; without, it reads everything at once. */
  readonly linesReadPerSecond?: number;
}

/** A stream of lines to `/predict` that sends as much as the service takes. */
export class LineLoad {
  /** Answers that were read, without the last line of the stream. */
  answers = 0;
  /** Resolves when the first answers have arrived. */
  readonly began: Promise<void>;
  /** Resolves with the number of answers when the stream has ended. */
  readonly ended: Promise<number>;
  private readonly upload: ClientRequest;
  private sent = 0;

  constructor(private readonly options: LineLoadOptions) {
    this.upload = sendRequest(`${options.url}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
    });
    this.upload.on('error', () => {});
    let begin = () => {};
    this.began = new Promise((resolve) => (begin = resolve));
    this.ended = new Promise((resolve) => {
      this.upload.once('response', (response: IncomingMessage) => {
        begin();
        response.on('error', () => {});
        response.once('close', () => {
          resolve(this.answers - 1);
        });
        if (options.linesReadPerSecond === undefined) this.readAll(response);
        else this.readSlowly(response, options.linesReadPerSecond);
      });
    });
    this.upload.flushHeaders();
    this.send();
  }

  stop(): void {
    this.upload.destroy();
  }

  private send(): void {
    const { nextText, lines = Number.POSITIVE_INFINITY } = this.options;
    while (!this.upload.destroyed) {
      const count = Math.min(LINES_PER_WRITE, lines - this.sent);
      if (count === 0) {
        this.upload.end();
        return;
      }
      this.sent += count;
      const chunk = Array.from({ length: count }, () => `${JSON.stringify(nextText())}\n`).join('');
      if (!this.upload.write(chunk)) {
        this.upload.once('drain', () => {
          this.send();
        });
        return;
      }
    }
  }

  private readAll(response: IncomingMessage): void {
    response.on('data', (chunk: Buffer) => (this.answers += countLines(chunk)));
  }

  private readSlowly(response: IncomingMessage, linesPerSecond: number): void {
    const beganMs = performance.now();
    const timer = setInterval(() => {
      const dueLines = ((performance.now() - beganMs) * linesPerSecond) / 1_000;
      while (this.answers < dueLines) {
        const chunk = response.read() as Buffer | null;
        if (!chunk) break;
        this.answers += countLines(chunk);
      }
    }, READ_INTERVAL_MS);
    response.once('close', () => {
      clearInterval(timer);
    });
  }
}

function countLines(chunk: Buffer): number {
  let count = 0;
  for (const byte of chunk) if (byte === LINE_FEED) count++;
  return count;
}

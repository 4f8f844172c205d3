import { ManualClock } from '#libs/testing';
import { SentimentClient } from '../sentiment-client.js';
import type { SentimentClientOptions } from '../transport/client-options.js';

/** A line as the client sends it. */
export interface ReceivedLine {
  readonly id: number;
  readonly text: string;
  readonly [option: string]: unknown;
}

/** One request, and the answer to it. */
export class ServedExchange {
  readonly received: ReceivedLine[] = [];
  isClosed = false;
  isAborted = false;
  answers = 0;
  private output!: ReadableStreamDefaultController<Uint8Array>;
  readonly response: Response;

  constructor(
    readonly atMs: number,
    readonly headers: Headers,
  ) {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => void (this.output = controller),
      // Only an answer that has not ended can be cancelled.
      cancel: () => {
        this.isAborted = true;
        this.isClosed = true;
      },
    });
    this.response = new Response(body, {
      headers: { 'x-model': 'fake@0123456789ab', 'content-type': 'application/x-ndjson' },
    });
  }

  /** Writes to the answer as it is. */
  write(text: string): void {
    this.output.enqueue(new TextEncoder().encode(text));
  }

  /** Writes a line. */
  send(value: object): void {
    this.write(`${JSON.stringify(value)}\n`);
  }

  /** Answers a line that was received. */
  answer(id: number, fields: object = { predictions: [{ label: 'POSITIVE', score: 1 }] }): void {
    this.answers++;
    this.send({ id, ...fields });
  }

  /** Ends the answer with its last line. */
  finish(last: object = { done: true, lines: this.answers }): void {
    this.send(last);
    this.close();
  }

  close(): void {
    this.isClosed = true;
    this.output.close();
  }

  fail(error: Error): void {
    this.isClosed = true;
    this.output.error(error);
  }
}

/** What a service does with a line of an exchange. */
export type Behavior = (line: ReceivedLine, exchange: ServedExchange) => void;

/** A service that answers lines by a rule, in the place of `fetch`. */
export class LineServiceFake {
  readonly clock = new ManualClock();
  readonly exchanges: ServedExchange[] = [];
  /** Answers that come before all others. */
  readonly next: (Response | Error)[] = [];
  readonly client: SentimentClient;
  behavior: Behavior = ({ id }, exchange) => {
    exchange.answer(id);
  };
  /** Most UTF-16 units of a request, for a gateway in front of the service which reads requests to their end. */
  gatewayMaxChars: number | undefined;
  /** Called after the last line of a request. */
  onEnd: (exchange: ServedExchange) => void = (exchange) => {
    exchange.finish();
  };
  requests = 0;
  /** Whether an abort leaves a read of the answer waiting, as `fetch` of Node may. */
  isAbortSilent = false;

  constructor(options: Partial<SentimentClientOptions> = {}) {
    const { clock } = this;
    const fetch = this.fetch.bind(this);
    this.client = new SentimentClient({ url: 'http://service.test', fetch, clock, random: () => 0.5, ...options });
  }

  /** Lets time pass, a tenth of a second at a time, until a call ends. */
  async finish<T>(call: Promise<T>): Promise<T> {
    const ends: string[] = [];
    const end = () => ends.push('ended');
    call.then(end, end);
    for (let step = 0; ends.length === 0 && step < 10_000; step++) {
      await settle();
      this.clock.advance(100);
    }
    return await call;
  }

  private async fetch(_: unknown, init: RequestInit = {}): Promise<Response> {
    this.requests++;
    const next = this.next.shift();
    if (next instanceof Error) throw next;
    if (next) return next;
    let body = init.body as string | ReadableStream<Uint8Array>;
    if (this.gatewayMaxChars !== undefined) {
      body = await readUntil(body, this.gatewayMaxChars);
      if (body.length > this.gatewayMaxChars) return new Response('{"detail":"Too large."}', { status: 413 });
    }
    const exchange = new ServedExchange(this.clock.nowMs(), new Headers(init.headers));
    this.exchanges.push(exchange);
    init.signal?.addEventListener('abort', () => {
      // An exchange that has ended in order is aborted without an effect.
      if (exchange.isClosed) return;
      exchange.isAborted = true;
      if (!this.isAbortSilent) exchange.fail(new Error('aborted'));
    });
    void this.serve(body, exchange);
    return exchange.response;
  }

  private async serve(body: string | ReadableStream<Uint8Array>, exchange: ServedExchange): Promise<void> {
    const chunks = typeof body === 'string' ? [body] : body.pipeThrough(new TextDecoderStream());
    try {
      for await (const chunk of chunks) {
        for (const json of chunk.split('\n').filter((line) => line !== '')) {
          const line = JSON.parse(json) as ReceivedLine;
          exchange.received.push(line);
          this.behavior(line, exchange);
        }
      }
      this.onEnd(exchange);
    } catch {
      // The behaviour has ended the exchange.
    }
  }
}

/** @returns the whole body, or its beginning with more than so many UTF-16 units */
async function readUntil(body: string | ReadableStream<Uint8Array>, maxChars: number): Promise<string> {
  if (typeof body === 'string') return body;
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.length > maxChars) break;
  }
  return text;
}

/** Reads all values. */
export async function collect<T>(values: AsyncIterable<T>, into: T[] = []): Promise<T[]> {
  for await (const value of values) into.push(value);
  return into;
}

/** Lets all that is ready run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

export const texts = (count: number) => Array.from({ length: count }, (_, index) => `text ${index}`);
export const indexes = (answers: readonly { readonly index: number }[]) => answers.map(({ index }) => index);
export const numbers = (count: number) => [...texts(count).keys()];

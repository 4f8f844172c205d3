import type { CallScope } from '../transport/call-scope.js';
import { ClientError } from '../transport/client-error.js';
import type { Permit } from '../transport/concurrency-limit.js';
import { isRecord, parseJson } from '../transport/parse-json.js';
import { readBody } from '../transport/read-body.js';
import { refuseHiddenRedirect } from '../transport/send.js';
import type { RouteInit, ServiceTransport } from '../transport/service-transport.js';
import { isRetryableLine, readLineError } from './line-answer.js';
import type { SentLine } from './line-input.js';
import type { LineTransfer } from './line-transfer.js';
import type { LineWindow } from './line-window.js';
import { splitLines } from './split-lines.js';
import { StallTimer } from './stall-timer.js';

/** Lines of one request, or of one chunk of it. The service reads so much before the first answer is read: see docs/streams.md. */
const CHUNK_LIMITS = { maxLines: 100, maxChars: 64 * 1_024 };
const NDJSON = 'application/x-ndjson';
/** A line waits for capacity, and then for its answer: the service grants the time of a request to each. */
const WAITS_PER_LINE = 2;

export interface LineExchangeOptions<T> {
  readonly transport: ServiceTransport;
  readonly path: string;
  readonly transfer: LineTransfer;
  readonly window: LineWindow<T>;
  readonly scope: CallScope;
  readonly permit: Permit;
  /** @throws ClientError `broken-answer` */
  readonly read: (answer: Readonly<Record<string, unknown>>) => T;
  /** Whether a line with an error is sent again. */
  readonly mayRetry: (line: SentLine) => boolean;
  /** Called after each line that has an answer. */
  readonly onAnswer: () => void;
}

/** One request with lines, and the answers to them. What has no answer at its end goes back to the window. */
export class LineExchange<T> {
  private readonly controller = new AbortController();
  private readonly unanswered: SentLine[] = [];
  private readonly stall: StallTimer;
  private readonly encoder = new TextEncoder();
  private readonly stallLimitMs: number;
  private model: string | undefined;
  private answers = 0;
  private isOver = false;
  private hasStalled = false;
  /** The last line of the answer. */
  private end: { readonly error: ClientError | undefined } | undefined;

  constructor(private readonly options: LineExchangeOptions<T>) {
    const { clock, timeoutMs } = options.transport;
    this.stallLimitMs = WAITS_PER_LINE * timeoutMs;
    this.stall = new StallTimer(clock, this.stallLimitMs, () => {
      this.hasStalled = true;
      this.controller.abort();
    });
  }

  /**
   * Sends lines and reads the answers. Resolves when the service has ended the exchange in order.
   *
   * @throws ClientError; the reason of the scope
   */
  async run(): Promise<void> {
    const { scope, window } = this.options;
    const abort = () => {
      this.stall.stop();
      this.controller.abort();
    };
    scope.signal.addEventListener('abort', abort, { once: true });
    try {
      scope.signal.throwIfAborted();
      await this.exchange();
    } catch (error) {
      scope.signal.throwIfAborted();
      if (this.hasStalled) throw ClientError.fromTimeout(this.stallLimitMs);
      if (error instanceof ClientError) throw error;
      throw this.answers === 0 ? ClientError.fromFetch(error) : ClientError.fromCutStream(this.answers);
    } finally {
      this.isOver = true;
      scope.signal.removeEventListener('abort', abort);
      abort();
      window.putBack(this.unanswered);
      window.notify();
    }
  }

  private async exchange(): Promise<void> {
    const { transport, path, permit } = this.options;
    const { fetch, url, init } = transport.toSentRequest(path, transport.timeoutMs, this.createInit());
    this.stall.restart();
    const response = await fetch(url, { ...init, signal: this.controller.signal });
    refuseHiddenRedirect(response);
    if (response.status !== 200) {
      const { status, headers } = response;
      throw transport.toError({ status, headers, text: await readBody(response) }, permit);
    }
    permit.release({ type: 'succeeded' });
    this.model = response.headers.get('x-model') ?? undefined;
    this.watch();
    if (response.body) for await (const line of splitLines(response.body)) this.receive(line);
    if (!this.end) throw ClientError.fromCutStream(this.answers);
    if (this.end.error) throw this.end.error;
  }

  private createInit(): RouteInit {
    const common = { method: 'POST', headers: { Accept: NDJSON, 'Content-Type': NDJSON } };
    if (this.options.transfer === 'requests') return { ...common, body: this.takeLines() };
    const body = new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          const { window } = this.options;
          const hasLine = await window.untilNext(() => this.isOver);
          // The exchange may have ended since: then its lines are back in the window.
          if (this.isOver) return;
          if (hasLine) controller.enqueue(this.encoder.encode(this.takeLines()));
          else controller.close();
        },
        cancel: () => {
          this.isOver = true;
          this.options.window.notify();
        },
      },
      { highWaterMark: 0 },
    );
    return { ...common, body, duplex: 'half' };
  }

  private takeLines(): string {
    const lines = this.options.window.take(CHUNK_LIMITS);
    this.unanswered.push(...lines);
    if (!this.stall.isRunning) this.stall.restart();
    return lines.map(({ json }) => json).join('');
  }

  /** Grants the whole time again, while something must come. */
  private watch(): void {
    if (this.unanswered.length > 0 || this.end) this.stall.restart();
    else this.stall.stop();
  }

  private receive(text: string): void {
    const value = parseJson(text);
    if (!isRecord(value)) throw ClientError.fromBrokenAnswer('a line is no JSON object');
    if (this.end) throw ClientError.fromBrokenAnswer('it goes on after its last line');
    if ('done' in value) this.end = { error: this.readEnd(value) };
    else this.receiveAnswer(value);
    this.watch();
  }

  private receiveAnswer(value: Readonly<Record<string, unknown>>): void {
    const { window, read, mayRetry, onAnswer } = this.options;
    const [line] = this.unanswered;
    if (!line || value.id !== line.index) throw ClientError.fromBrokenAnswer('a line has the id of another line');
    const facts = { index: line.index, id: line.id, model: this.model };
    if ('error' in value) {
      const error = readLineError(value.error);
      this.unanswered.shift();
      if (isRetryableLine(error) && mayRetry(line)) window.putBack([line]);
      else window.settle({ ...facts, error });
    } else {
      const answer = read(value);
      this.unanswered.shift();
      window.settle({ ...facts, answer });
    }
    this.answers++;
    onAnswer();
  }

  private readEnd({ done, lines, error }: Readonly<Record<string, unknown>>): ClientError | undefined {
    if (lines !== this.answers) {
      throw ClientError.fromBrokenAnswer(`its last line counts ${String(lines)} answers, but it has ${this.answers}`);
    }
    if (done !== true) {
      const { kind, status, detail } = readLineError(error);
      // The service waited for lines or for a reader: a pause of this side.
      if (kind === 'request-too-slow' && this.answers > 0) return undefined;
      return new ClientError(`the service ended the stream (${kind}): ${detail}`, { kind, status, detail });
    }
    if (this.unanswered.length > 0 || this.answers === 0) {
      throw ClientError.fromBrokenAnswer(
        `it has ${this.answers} answers for ${this.answers + this.unanswered.length} lines`,
      );
    }
    return undefined;
  }
}

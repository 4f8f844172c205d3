import type { CallScope } from '../transport/call-scope.js';
import { ClientError } from '../transport/client-error.js';
import {
  createBrokenAnswerError,
  createCutStreamError,
  createTimeoutError,
  toFetchError,
} from '../transport/transport-errors.js';
import type { Permit } from '../transport/concurrency-limit.js';
import { isRecord, parseJson } from '../transport/parse-json.js';
import { readBody } from '../transport/read-body.js';
import { refuseHiddenRedirect } from '../transport/send.js';
import type { RouteInit, ServiceTransport } from '../transport/service-transport.js';
import { toLine } from '../transport/to-line.js';
import { isRetryableLine, readLineError, toLineError, type FailedLineAnswer } from './line-answer.js';
import type { SentLine } from './line-input.js';
import { LineRequestBody } from './line-request-body.js';
import type { LineTransfer } from './line-transfer.js';
import type { LineWindow } from './line-window.js';
import type { RequestSize } from './request-size.js';
import { splitLines } from './split-lines.js';
import { StallTimer } from './stall-timer.js';

const NDJSON = 'application/x-ndjson';
/** A line waits for capacity, and then for its answer: the service grants the time of a request to each. */
const WAITS_PER_LINE = 2;
/** Time for the error that the service sends after both waits. */
const STALL_MARGIN_MS = 2_000;
/** Gateways bound the size of requests. */
const CONTENT_TOO_LARGE = 413;

export interface LineExchangeOptions<T> {
  readonly transport: ServiceTransport;
  readonly path: string;
  readonly transfer: LineTransfer;
  readonly window: LineWindow<T>;
  readonly size: RequestSize;
  readonly scope: CallScope;
  readonly permit: Permit;
  /** @throws ClientError `broken-answer` */
  readonly read: (answer: Readonly<Record<string, unknown>>) => T;
  /** Called for each line with an error that may go away. Settles the line, or puts it back. */
  readonly retry: (line: SentLine, answer: FailedLineAnswer) => void;
  /** Called after each other line that has an answer. */
  readonly onAnswer: () => void;
}

/** One request with lines, and the answers to them. What has no answer at its end goes back to the window. */
export class LineExchange<T> {
  private readonly controller = new AbortController();
  private readonly body: LineRequestBody;
  private readonly stall: StallTimer;
  private readonly stallLimitMs: number;
  private model: string | undefined;
  private answers = 0;
  private hasStalled = false;
  /** The last line of the answer. */
  private end: { readonly error: ClientError | undefined } | undefined;

  constructor(private readonly options: LineExchangeOptions<T>) {
    const { transport, window, size } = options;
    this.stallLimitMs = WAITS_PER_LINE * transport.timeoutMs + STALL_MARGIN_MS;
    const abort = () => {
      this.abort();
    };
    const stall = new StallTimer(transport.clock, this.stallLimitMs, () => {
      this.hasStalled = true;
      abort();
    });
    const onSend = () => {
      if (!stall.isRunning) stall.restart();
    };
    this.stall = stall;
    this.body = new LineRequestBody({ window, size, onSend });
  }

  /**
   * Sends lines and reads the answers. Resolves when the service has ended the exchange in order, or a gateway has refused it as too
   * large: then the next one is smaller.
   *
   * @throws ClientError; the reason of the scope
   */
  async run(): Promise<void> {
    const { scope, window } = this.options;
    const abort = () => {
      this.abort();
    };
    scope.signal.addEventListener('abort', abort, { once: true });
    try {
      scope.signal.throwIfAborted();
      await this.exchange();
    } catch (error) {
      scope.signal.throwIfAborted();
      if (this.hasStalled) throw createTimeoutError(this.stallLimitMs);
      if (error instanceof ClientError) throw error;
      throw this.answers === 0 ? toFetchError(error) : createCutStreamError(this.answers);
    } finally {
      this.body.end();
      scope.signal.removeEventListener('abort', abort);
      abort();
      window.putBack(this.body.unanswered);
      window.notify();
    }
  }

  private abort(): void {
    this.stall.end();
    this.controller.abort();
  }

  private async exchange(): Promise<void> {
    const { transport, path, permit } = this.options;
    const { fetch, url, init } = transport.toSentRequest(path, transport.timeoutMs, this.createInit());
    this.stall.restart();
    const response = await fetch(url, { ...init, signal: this.controller.signal });
    refuseHiddenRedirect(response);
    if (response.status !== 200) {
      await this.receiveRefusal(response);
      return;
    }
    const mediaType = response.headers.get('content-type');
    if (mediaType?.startsWith(NDJSON) === false) {
      throw createBrokenAnswerError(`its media type is ${toLine(mediaType)}`);
    }
    permit.release({ type: 'succeeded' });
    this.model = response.headers.get('x-model') ?? undefined;
    this.watch();
    if (response.body) for await (const line of splitLines(response.body, this.controller.signal)) this.receive(line);
    if (!this.end) throw createCutStreamError(this.answers);
    if (this.end.error) throw this.end.error;
  }

  private createInit(): RouteInit {
    const body = this.body.create(this.options.transfer);
    const init = { method: 'POST', headers: { Accept: NDJSON, 'Content-Type': NDJSON }, body };
    return typeof body === 'string' ? init : { ...init, duplex: 'half' };
  }

  /** @throws ClientError, unless the lines can be sent in smaller requests, or the one line is too large */
  private async receiveRefusal(response: Response): Promise<void> {
    const { transport, permit, window, size, onAnswer } = this.options;
    const { status, headers } = response;
    this.body.end();
    const error = transport.toError({ status, headers, text: await readBody(response) }, permit);
    const { unanswered, sentChars } = this.body;
    const [line, next] = unanswered;
    if (status !== CONTENT_TOO_LARGE || !line) throw error;
    if (next) {
      size.reduce(sentChars);
      return;
    }
    unanswered.shift();
    window.settle({ index: line.index, id: line.id, model: error.model, error: toLineError(error, status) });
    onAnswer();
  }

  /** Grants the whole time again, while something must come. */
  private watch(): void {
    if (this.body.unanswered.length > 0 || this.body.isComplete) this.stall.restart();
    else this.stall.stop();
  }

  private receive(text: string): void {
    const value = parseJson(text);
    if (!isRecord(value)) throw createBrokenAnswerError('a line is no JSON object');
    if (this.end) throw createBrokenAnswerError('it goes on after its last line');
    if ('done' in value) this.end = { error: this.readEnd(value) };
    else this.receiveAnswer(value);
    this.watch();
  }

  private receiveAnswer(value: Readonly<Record<string, unknown>>): void {
    const { window, read, retry, onAnswer } = this.options;
    const { unanswered } = this.body;
    const [line] = unanswered;
    // The service does not know the id of a line that it did not read, such as one that is too long.
    const hasNoId = 'error' in value && !('id' in value);
    if (!line || (value.id !== line.index && !hasNoId)) {
      throw createBrokenAnswerError('a line has the id of another line');
    }
    const facts = { index: line.index, id: line.id, model: this.model };
    const answer = 'error' in value ? { error: readLineError(value.error) } : { answer: read(value) };
    unanswered.shift();
    this.answers++;
    if (answer.error && isRetryableLine(answer.error)) {
      retry(line, { ...facts, error: answer.error });
      return;
    }
    window.settle({ ...facts, ...answer });
    onAnswer();
  }

  private readEnd({ done, lines, error }: Readonly<Record<string, unknown>>): ClientError | undefined {
    const { length } = this.body.unanswered;
    if (lines !== this.answers) {
      throw createBrokenAnswerError(`its last line counts ${String(lines)} answers, but it has ${this.answers}`);
    }
    if (done !== true) {
      const { kind, status, detail } = readLineError(error);
      // The service waited for lines or for a reader: a pause of this side.
      if (kind === 'request-too-slow' && this.answers > 0) return undefined;
      return new ClientError(`the service ended the stream (${kind}): ${detail}`, { kind, status, detail });
    }
    if (length > 0 || this.answers === 0) {
      throw createBrokenAnswerError(`it has ${this.answers} answers for ${this.answers + length} lines`);
    }
    return undefined;
  }
}

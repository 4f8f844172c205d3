import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '#libs/clock';
import { PredictionError, type Reservation } from '#libs/prediction';
import { RequestError, type ServiceError } from '../http/errors/request-error.js';
import { formatEnd, formatStop } from './line-format.js';
import { LineSplitter, type StreamLine } from './line-splitter.js';
import { OrderedResults } from './ordered-results.js';

/** Enough lines for batches of similar length on every worker. */
const MAX_OUTSTANDING_LINES = 128;
/** The same for long lines. A line alone may be longer. */
const MAX_OUTSTANDING_BYTES = 256 * 1024;
/** Outstanding lines and one chunk of the connection; a longer line takes more. */
export const STREAM_BYTES = 2 * MAX_OUTSTANDING_BYTES;
/** How long a client may neither send nor read while the service waits for it. */
const IDLE_LIMIT_MS = 30_000;
/** Time for the last line after that. */
const LAST_LINE_LIMIT_MS = 5_000;

export interface LineStreamOptions {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly maxLineBytes: number;
  /** Holds STREAM_BYTES. */
  readonly reservation: Reservation;
  readonly clock: Clock;
  /** Aborted when the service shuts down. */
  readonly shutdown: AbortSignal;
  /** Answers a line with a JSON text. Never rejects: a fault of a line is its answer. */
  answer(line: StreamLine): Promise<string>;
}

/**
 * A stream of lines in both directions: each line of the request has one line in the response, in the same order, as soon as
 * it is known. The memory does not grow with the stream, because a client that does not read is not read from.
 *
 * The last line tells how the stream ended: `done` is true if every line was answered. A stream without such a line was cut.
 */
export class LineStream {
  private readonly splitter: LineSplitter;
  private readonly results = new OrderedResults(() => {
    this.schedule();
  });
  private readonly waiting: StreamLine[] = [];
  private outstandingBytes = 0;
  private reservedBytes = STREAM_BYTES;
  private answeredLines = 0;
  private isInputComplete = false;
  private isOutputBlocked = false;
  private isScheduled = false;
  private stopCause: ServiceError | undefined;
  private cancelIdleTimer = () => {};
  private finish!: () => void;

  constructor(private readonly options: LineStreamOptions) {
    this.splitter = new LineSplitter(options.maxLineBytes);
  }

  /** Answers all lines. Resolves when the response is complete, or its client has left. */
  async run(): Promise<void> {
    const { request, response, shutdown, reservation } = this.options;
    const onShutdown = () => {
      this.stop(new RequestError('shutting-down', 'The service is shutting down. Send the other lines again.'));
    };
    // The limits for requests end a stream that is at work.
    request.socket.setTimeout(0);
    const closed = new Promise<void>((resolve) => response.once('close', resolve));
    const finished = new Promise<void>((resolve) => (this.finish = resolve));
    request.on('data', (chunk: Buffer) => {
      this.receive(chunk);
    });
    request.once('end', () => {
      this.isInputComplete = true;
      this.waiting.push(...this.splitter.end());
      this.schedule();
    });
    // The response is closed then, too.
    request.on('error', () => {});
    response.on('drain', () => {
      this.isOutputBlocked = false;
      this.restartIdleTimer();
      this.schedule();
    });
    shutdown.addEventListener('abort', onShutdown);
    if (shutdown.aborted) onShutdown();
    this.restartIdleTimer();
    try {
      await Promise.race([finished, closed]);
      await closed;
    } finally {
      this.cancelIdleTimer();
      shutdown.removeEventListener('abort', onShutdown);
      reservation.release();
    }
  }

  private receive(chunk: Buffer): void {
    if (this.stopCause) return;
    this.restartIdleTimer();
    this.waiting.push(...this.splitter.push(chunk));
    this.reserveForPartialLine();
    this.schedule();
  }

  private reserveForPartialLine(): void {
    const missingBytes = this.splitter.partialBytes - this.reservedBytes;
    if (missingBytes <= 0) return;
    try {
      this.options.reservation.grow(missingBytes);
      this.reservedBytes += missingBytes;
    } catch (error) {
      if (!(error instanceof PredictionError)) throw error;
      this.splitter.refuse(error);
    }
  }

  /** Takes the next step once for all events of a turn: results that complete together are written together. */
  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.step();
    });
  }

  private step(): void {
    const { request, response } = this.options;
    if (response.closed || response.writableEnded) return;
    this.writeCompleted();
    this.startLines();
    if (this.waiting.length === 0 && !this.isOutputBlocked && !this.stopCause) request.resume();
    else request.pause();
    const isLast = this.isInputComplete || this.stopCause !== undefined;
    if (isLast && this.waiting.length === 0 && this.results.outstanding === 0) this.end();
  }

  private writeCompleted(): void {
    if (this.isOutputBlocked) return;
    const lines = this.results.takeCompleted();
    if (lines.length === 0) return;
    this.answeredLines += lines.length;
    this.isOutputBlocked = !this.options.response.write(`${lines.join('\n')}\n`);
    this.restartIdleTimer();
  }

  private startLines(): void {
    while (this.results.outstanding < MAX_OUTSTANDING_LINES && this.outstandingBytes < MAX_OUTSTANDING_BYTES) {
      const line = this.waiting.shift();
      if (line === undefined) return;
      const bytes = Buffer.isBuffer(line) ? line.length : 0;
      this.outstandingBytes += bytes;
      const answer = this.options.answer(line).finally(() => (this.outstandingBytes -= bytes));
      this.results.add(answer);
    }
  }

  /** Answers the lines in hand, and reads no more. */
  private stop(cause: ServiceError): void {
    this.stopCause ??= cause;
    this.waiting.length = 0;
    this.schedule();
  }

  private end(): void {
    const { response } = this.options;
    this.cancelIdleTimer();
    response.end(this.stopCause ? formatStop(this.answeredLines, this.stopCause) : formatEnd(this.answeredLines));
    this.finish();
  }

  private restartIdleTimer(): void {
    this.cancelIdleTimer();
    this.cancelIdleTimer = this.options.clock.after(IDLE_LIMIT_MS, () => {
      this.onIdle();
    });
  }

  /** A client that sends all its lines before it reads waits for this service, which waits for it. */
  private onIdle(): void {
    const { response, clock } = this.options;
    if (!this.isOutputBlocked && this.results.incomplete > 0) {
      this.restartIdleTimer();
      return;
    }
    const seconds = IDLE_LIMIT_MS / 1_000;
    const detail = this.isOutputBlocked
      ? `The client has read nothing for ${seconds} s. Read the answers while you send the lines.`
      : `The client has sent nothing for ${seconds} s.`;
    this.stopCause ??= new RequestError('request-too-slow', detail);
    this.end();
    const cancel = clock.after(LAST_LINE_LIMIT_MS, () => response.destroy());
    response.once('close', cancel);
  }
}

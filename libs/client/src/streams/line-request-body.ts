import type { SentLine } from './line-input.js';
import type { LineTransfer } from './line-transfer.js';
import type { LineWindow } from './line-window.js';
import type { RequestSize } from './request-size.js';

/** Lines of one request, or of one chunk of it. The service reads so much before the first answer is read: see docs/streams.md. */
const CHUNK_LIMITS = { maxLines: 100, maxChars: 64 * 1_024 };

export interface LineRequestBodyOptions {
  readonly window: Pick<LineWindow<unknown>, 'untilNext' | 'take' | 'nextChars' | 'notify'>;
  readonly size: RequestSize;
  /** Called when lines were taken, and when the body is complete: the service must answer. */
  readonly onSend: () => void;
}

/** The body of one request: lines of the window. */
export class LineRequestBody {
  /** Lines that were sent, and have no answer. */
  readonly unanswered: SentLine[] = [];
  private readonly encoder = new TextEncoder();
  private chars = 0;
  private hasEnd = false;
  private isOver = false;

  constructor(private readonly options: LineRequestBodyOptions) {}

  /** UTF-16 units that were sent. */
  get sentChars(): number {
    return this.chars;
  }

  /** Whether no further line is sent in this request. */
  get isComplete(): boolean {
    return this.hasEnd;
  }

  /** @returns some lines, or a stream that takes lines as long as there are any */
  create(transfer: LineTransfer): string | ReadableStream<Uint8Array> {
    if (transfer === 'stream') return this.createStream();
    this.hasEnd = true;
    return this.takeLines();
  }

  /** Takes no further lines. */
  end(): void {
    this.isOver = true;
    this.options.window.notify();
  }

  private createStream(): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          const hasLine = await this.options.window.untilNext(() => this.isOver);
          // The request may have ended since: then its lines are back in the window.
          if (this.isOver) return;
          if (hasLine && this.isNextWithinSize) {
            controller.enqueue(this.encoder.encode(this.takeLines()));
            return;
          }
          this.hasEnd = true;
          controller.close();
          this.options.onSend();
        },
        cancel: () => {
          this.end();
        },
      },
      { highWaterMark: 0 },
    );
  }

  private get isNextWithinSize(): boolean {
    const { window, size } = this.options;
    return this.chars === 0 || this.chars + window.nextChars <= size.maxChars;
  }

  private takeLines(): string {
    const { window, size, onSend } = this.options;
    const maxChars = Math.min(CHUNK_LIMITS.maxChars, size.maxChars - this.chars);
    const lines = window.take({ ...CHUNK_LIMITS, maxChars });
    const text = lines.map(({ json }) => json).join('');
    this.unanswered.push(...lines);
    this.chars += text.length;
    onSend();
    return text;
  }
}

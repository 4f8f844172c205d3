import { ChangeSignal } from './change-signal.js';
import { InputReader } from './input-reader.js';
import type { LineAnswer } from './line-answer.js';
import { toSentLine, type LineOptions, type LineSource, type SentLine } from './line-input.js';

export interface LineWindowLimits {
  /** Lines that were read from the input, and whose answers were not taken yet. */
  readonly maxLines: number;
  /** The same, in UTF-16 units of the lines. One line may be longer. */
  readonly maxChars: number;
}

interface WindowEntry<T> {
  readonly line: SentLine;
  answer?: LineAnswer<T>;
}

/**
 * The lines of a stream between the input and the reader of the answers. It reads from the input only while there is room, so a
 * reader that stops reading stops the input, and any line without an answer can be sent again.
 */
export class LineWindow<T> {
  private readonly reader: InputReader;
  private readonly change = new ChangeSignal();
  /** In the order of the input. */
  private readonly entries: WindowEntry<T>[] = [];
  /** In the order of the input. */
  private readonly unsent: SentLine[] = [];
  private chars = 0;
  private unsettled = 0;
  private nextIndex = 0;
  private isInputEnded = false;
  private isClosed = false;
  private inputFailure: { readonly error: unknown } | undefined;

  /**
   * @throws TypeError when the input is a string, or is not iterable
   */
  constructor(
    input: LineSource<object>,
    private readonly options: LineOptions,
    private readonly limits: LineWindowLimits,
  ) {
    this.reader = new InputReader(input, {
      hasRoom: () => this.hasRoom,
      onValue: (value) => {
        this.add(value);
      },
      onEnd: (failure) => {
        this.endInput(failure);
      },
    });
  }

  /** Resolves at the next change of anything below. */
  changed(): Promise<void> {
    return this.change.wait();
  }

  /** Wakes everything that waits for a change. */
  notify(): void {
    this.change.notify();
  }

  /** Whether there is a line to send now. A closed window has none. */
  get hasUnsent(): boolean {
    return !this.isClosed && this.unsent.length > 0;
  }

  /** UTF-16 units of the next line to send; 0 without one. */
  get nextChars(): number {
    return this.unsent[0]?.json.length ?? 0;
  }

  /**
   * Whether the input has ended, and all answers were taken.
   *
   * @throws what the input threw, after the answers to all lines before
   */
  checkComplete(): boolean {
    if (!this.isInputEnded || this.entries.length > 0) return false;
    if (this.inputFailure) throw this.inputFailure.error;
    return true;
  }

  /** Begins to read the input, or goes on. */
  read(): void {
    this.reader.read();
  }

  /** Waits for a line to send. @returns false when there will be none: all lines are answered, or the window is closed */
  async untilUnsent(): Promise<boolean> {
    while (!this.isClosed) {
      if (this.hasUnsent) return true;
      if (this.isInputEnded && this.unsettled === 0) return false;
      await this.change.wait();
    }
    return false;
  }

  /**
   * Waits for a line to send in a request that has begun.
   *
   * @param isOver whether that request has ended
   * @returns false when there is none now: the input has ended, or the request
   */
  async untilNext(isOver: () => boolean): Promise<boolean> {
    while (!this.isClosed && !isOver()) {
      if (this.hasUnsent) return true;
      if (this.isInputEnded) return false;
      await this.change.wait();
    }
    return false;
  }

  /** Takes lines to send, at least one if there is one. */
  take({ maxLines, maxChars }: LineWindowLimits): SentLine[] {
    let chars = 0;
    let lines = 0;
    for (const { json } of this.unsent.slice(0, maxLines)) {
      chars += json.length;
      if (lines > 0 && chars > maxChars) break;
      lines++;
    }
    return this.unsent.splice(0, lines);
  }

  /** Lines that were sent have no answer, and are sent again. */
  putBack(lines: readonly SentLine[]): void {
    if (lines.length === 0) return;
    this.unsent.push(...lines);
    this.unsent.sort((one, other) => one.index - other.index);
    this.change.notify();
  }

  /** A line has its answer. */
  settle(answer: LineAnswer<T>): void {
    const entry = this.entries[answer.index - (this.entries[0]?.line.index ?? 0)];
    if (!entry) throw new RangeError(`line ${answer.index} is not in the window`);
    entry.answer = answer;
    this.unsettled--;
    this.change.notify();
  }

  /** @returns the next answer in the order of the input; undefined while it is not known */
  shift(): LineAnswer<T> | undefined {
    const [first] = this.entries;
    if (!first?.answer) return undefined;
    this.entries.shift();
    this.chars -= first.line.json.length;
    this.read();
    return first.answer;
  }

  /** Ends the input, and gives out no further line to send. Resolves when the input has ended, unless it is at work. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.change.notify();
    await this.reader.close();
  }

  private get hasRoom(): boolean {
    const { maxLines, maxChars } = this.limits;
    const isEmpty = this.entries.length === 0;
    return (
      !this.isInputEnded && !this.isClosed && (isEmpty || (this.entries.length < maxLines && this.chars < maxChars))
    );
  }

  private add(value: unknown): void {
    const line = this.toLine(value);
    if (!line) return;
    this.entries.push({ line });
    this.unsent.push(line);
    this.chars += line.json.length;
    this.unsettled++;
    this.change.notify();
  }

  private toLine(value: unknown): SentLine | undefined {
    try {
      return toSentLine(value, this.nextIndex++, this.options);
    } catch (error) {
      this.endInput({ error });
      return undefined;
    }
  }

  private endInput(failure: { readonly error: unknown } | undefined): void {
    this.isInputEnded = true;
    this.inputFailure = failure;
    this.change.notify();
  }
}

import type { LineSource } from './line-input.js';

export interface InputObserver {
  /** Whether another value may be read now. */
  readonly hasRoom: () => boolean;
  readonly onValue: (value: unknown) => void;
  /** Called once, after the last value. `failure`: what the input threw, if it did. */
  readonly onEnd: (failure: { readonly error: unknown } | undefined) => void;
}

/** Reads an input while there is room for its values. */
export class InputReader {
  private readonly iterator: Iterator<unknown> | AsyncIterator<unknown>;
  private readonly isSync: boolean;
  private isReading = false;
  private isOpen = true;

  /** @throws TypeError when the input is a string, or is not iterable */
  constructor(
    input: LineSource<object>,
    private readonly observer: InputObserver,
  ) {
    if (typeof input === 'string') throw new TypeError('the input is one text: give a list of texts');
    this.isSync = !(Symbol.asyncIterator in input);
    this.iterator = Symbol.asyncIterator in input ? input[Symbol.asyncIterator]() : input[Symbol.iterator]();
  }

  /** Begins to read, or goes on. */
  read(): void {
    if (this.isReading) return;
    this.isReading = true;
    if (this.isSync) this.readSync(this.iterator as Iterator<unknown>);
    else void this.readAsync(this.iterator as AsyncIterator<unknown>);
  }

  /** Ends the input early. Resolves when it has ended, unless it is at work. */
  async close(): Promise<void> {
    if (!this.isOpen) return;
    const ended = this.endIterator();
    // A generator ends after its present step, which may take any time.
    if (!this.isReading) await ended;
  }

  private async endIterator(): Promise<void> {
    this.isOpen = false;
    try {
      await this.iterator.return?.();
    } catch {
      // The caller has the reason why the stream ended.
    }
  }

  private readSync(iterator: Iterator<unknown>): void {
    try {
      while (this.mayRead) this.take(iterator.next());
    } catch (error) {
      this.end({ error });
    } finally {
      this.isReading = false;
    }
  }

  private async readAsync(iterator: AsyncIterator<unknown>): Promise<void> {
    try {
      while (this.mayRead) this.take(await iterator.next());
    } catch (error) {
      this.end({ error });
    } finally {
      this.isReading = false;
    }
  }

  private get mayRead(): boolean {
    return this.isOpen && this.observer.hasRoom();
  }

  private take({ done, value }: IteratorResult<unknown>): void {
    if (!this.isOpen) return;
    if (done === true) this.end(undefined);
    else this.observer.onValue(value);
  }

  private end(failure: { readonly error: unknown } | undefined): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.observer.onEnd(failure);
  }
}

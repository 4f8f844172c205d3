import { openInput, type OpenInput } from './open-input.js';

export interface InputObserver {
  /** Whether another value may be read now. */
  readonly hasRoom: () => boolean;
  readonly onValue: (value: unknown) => void;
  /** Called once, after the last value. `failure`: what the input threw, if it did. */
  readonly onEnd: (failure: { readonly error: unknown } | undefined) => void;
}

/** Reads an input while there is room for its values. */
export class InputReader {
  private readonly input: OpenInput;
  private isReading = false;
  private isOpen = true;

  /** @throws TypeError when the input has no values to read, or is one text */
  constructor(
    input: unknown,
    private readonly observer: InputObserver,
  ) {
    this.input = openInput(input);
  }

  /** Begins to read, or goes on. */
  read(): void {
    if (this.isReading) return;
    this.isReading = true;
    if (this.input.type === 'sync') this.readSync(this.input.iterator);
    else void this.readAsync(this.input.iterator);
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
      await this.input.iterator.return?.();
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

import type { SimulatedText } from './model-queue.js';
import type { Processor } from './processor.js';

/** The new texts of one request, and what they cost before the model runs them. */
export interface UntokenizedTexts {
  readonly texts: readonly SimulatedText[];
  readonly helpersMs: number;
  readonly mainMs: number;
}

/** One call of the tokenizer at a time: the texts that come meanwhile go together into the next one. */
export class TokenizerQueue {
  private waiting: UntokenizedTexts[] = [];
  private isBusy = false;

  /** @param tokenized takes the texts of one call */
  constructor(
    private readonly processor: Processor,
    private readonly tokenized: (texts: readonly SimulatedText[]) => void,
  ) {}

  push(texts: UntokenizedTexts): void {
    this.waiting.push(texts);
    if (!this.isBusy) this.tokenize();
  }

  private tokenize(): void {
    const chunk = this.waiting;
    this.waiting = [];
    this.isBusy = chunk.length > 0;
    if (!this.isBusy) return;
    const sum = (cost: 'helpersMs' | 'mainMs') => chunk.reduce((total, each) => total + each[cost], 0);
    this.processor.run('helpers', sum('helpersMs'), () => {
      this.processor.run('main', sum('mainMs'), () => {
        this.tokenized(chunk.flatMap(({ texts }) => texts));
        this.tokenize();
      });
    });
  }
}

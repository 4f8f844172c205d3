import { Pool } from 'undici';
import { quantile } from './statistics.js';

/** One answered request. */
interface Answer {
  readonly atMs: number;
  readonly tookMs: number;
  readonly isHit: boolean;
}

export interface SteadyLoadOptions {
  readonly url: string;
  readonly connections: number;
  /** The next request's text. */
  readonly nextText: () => string;
  /** What a text's answer must be, for those that are known. */
  readonly expected: ReadonlyMap<string, string>;
}

/** Clients that each ask for one text at a time, without pause, and look at every answer. */
export class SteadyLoad {
  private readonly answers: Answer[] = [];
  private readonly clients: Promise<void>[];
  private readonly pool: Pool;
  private stopped = false;
  private sent = 0;
  /** Requests without a right answer: refused, failed, or answered otherwise than expected. */
  readonly failures: string[] = [];

  constructor(private readonly options: SteadyLoadOptions) {
    this.pool = new Pool(options.url, { connections: options.connections, pipelining: 1 });
    this.clients = Array.from({ length: options.connections }, () => this.client());
  }

  get requests(): number {
    return this.sent;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.clients);
    await this.pool.close();
  }

  /** The 99th percentile of what was answered in a time, in milliseconds. */
  p99Ms(fromMs: number, toMs: number): number {
    const within = this.answers.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
    return quantile(
      within.map(({ tookMs }) => tookMs),
      0.99,
    );
  }

  /** When the cache answered for the first time after `fromMs`; NaN if it did not. */
  firstHitMs(fromMs: number): number {
    return this.answers.find(({ atMs, isHit }) => isHit && atMs >= fromMs)?.atMs ?? Number.NaN;
  }

  private async client(): Promise<void> {
    while (!this.stopped) {
      const text = this.options.nextText();
      const startMs = performance.now();
      this.sent++;
      try {
        const response = await this.pool.request({
          path: '/predict',
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ text: [text] }),
        });
        const body = await response.body.text();
        const expected = this.options.expected.get(text);
        if (response.statusCode !== 200) this.failures.push(`${response.statusCode} ${body}`);
        else if (expected !== undefined && body !== expected) this.failures.push(`a wrong answer for ${text}`);
        const atMs = performance.now();
        const isHit = String(response.headers['cache-status']).includes('; hit');
        this.answers.push({ atMs, tookMs: atMs - startMs, isHit });
      } catch (error) {
        this.failures.push(String(error));
      }
    }
  }
}

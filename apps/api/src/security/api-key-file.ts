import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Clock } from '#libs/clock';
import { ApiKeys } from '../config/api-keys.js';

/** A tenth of the time within which a new key must work. Watching fails on mounted secrets: they change behind links. */
const REREAD_INTERVAL_MS = 500;

export interface ApiKeyFileOptions {
  readonly path: string;
  readonly clock: Clock;
  /** Told of each new content: how many keys it holds, or what is wrong with it. Never quotes it. */
  readonly report: (event: 'changed' | 'faulty', detail: string) => void;
}

/** The keys as the file has them now. One that is faulty or gone changes nothing: the keys before it go on working. */
export class ApiKeyFile {
  /** Undefined while it cannot be read: for a moment when it is replaced, or for good. */
  private content: string | undefined;
  private current: ApiKeys;
  private cancel: () => void = () => {};

  /** @throws Error when the file cannot be read or is faulty */
  constructor(private readonly options: ApiKeyFileOptions) {
    const content = readFileSync(options.path, 'utf8');
    this.current = new ApiKeys(content);
    this.content = content;
    this.schedule();
  }

  get keys(): ApiKeys {
    return this.current;
  }

  close(): void {
    this.cancel();
    this.schedule = () => {};
  }

  private schedule = (): void => {
    this.cancel = this.options.clock.after(REREAD_INTERVAL_MS, () => {
      void this.reread().then(() => this.schedule());
    });
  };

  private async reread(): Promise<void> {
    const { path, report } = this.options;
    const content = await readFile(path, 'utf8').catch(() => undefined);
    if (content === this.content) return;
    this.content = content;
    try {
      if (content === undefined) throw new Error('cannot be read');
      this.current = new ApiKeys(content);
      report('changed', `API keys read again: ${this.current.count}`);
    } catch (error) {
      report('faulty', `API_KEYS_FILE ${error instanceof Error ? error.message : ''}; the keys from before go on`);
    }
  }
}

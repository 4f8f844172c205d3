import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Clock } from '#libs/clock';
import { ApiKeys } from '../config/api-keys.js';

/** A tenth of the time within which a new key must work. Watching fails on mounted secrets: they change behind links. */
const REREAD_INTERVAL_MS = 500;

export interface ApiKeyFileOptions {
  readonly path: string;
  readonly clock: Clock;
  /** Receives one sentence for each new content: the number of keys, or what is wrong. No sentence quotes the content. */
  readonly logger: Pick<Console, 'log' | 'warn'>;
}

/** The keys of the file's last valid content. A faulty or missing file changes nothing: the former keys stay valid. */
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
    const { path, logger } = this.options;
    const content = await readFile(path, 'utf8').catch(() => undefined);
    if (content === this.content) return;
    this.content = content;
    try {
      if (content === undefined) throw new Error('cannot be read');
      this.current = new ApiKeys(content);
      logger.log(`API keys read again: ${this.current.count}`);
    } catch (error) {
      logger.warn(`API_KEYS_FILE ${error instanceof Error ? error.message : ''}; the keys from before go on`);
    }
  }
}

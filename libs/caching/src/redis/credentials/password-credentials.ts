import type { Clock } from '#libs/clock';
import { BoundedFileReader } from '#libs/files';
import type { RedisCredentials, RedisLogin } from './redis-credentials.js';

export interface PasswordCredentialsOptions {
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Its content replaces the password, and is read again at each refresh. */
  readonly passwordFile: string | undefined;
  readonly clock: Clock;
}

const READ_WITHIN_MS = 1_000;

/** A password that stands, or one in a file, which may be replaced at any time. */
export class PasswordCredentials implements RedisCredentials {
  private current: RedisLogin;
  private readonly reader: BoundedFileReader | undefined;

  constructor({ username, password, passwordFile, clock }: PasswordCredentialsOptions) {
    this.current = {
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
    };
    if (passwordFile !== undefined) {
      this.reader = new BoundedFileReader({ path: passwordFile, clock, timeLimitMs: READ_WITHIN_MS });
    }
  }

  get login(): RedisLogin {
    return this.current;
  }

  /** A mounted secret may be gone for a moment while it is replaced: then the last password stands. */
  async refresh(): Promise<void> {
    const content = await this.reader?.read().catch(() => undefined);
    if (content !== undefined) this.current = { ...this.current, password: content.trim() };
  }

  /** Never calls the listener: Redis keeps a connection whose password has changed. */
  onRenewal(): () => void {
    return () => {};
  }

  close(): void {}
}

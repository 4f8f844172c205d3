import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Request } from 'express';
import { systemClock } from '#libs/clock';
import type { ApiKeys } from '../config/api-keys.js';
import { Settings } from '../config/settings.js';
import { ApiKeyFile } from './api-key-file.js';

export interface ApiKeyStatus {
  /** Keys in use. */
  readonly count: number;
  /** A clause that says why the file's present content is not in use, without any of it; undefined while it is in use. */
  readonly fault: string | undefined;
}

/** The API keys that are valid now. */
@Injectable()
export class ApiKeySource implements OnApplicationShutdown {
  private readonly file: ApiKeyFile | undefined;

  constructor({ API_KEYS_FILE: path }: Settings) {
    const logger = new Logger('ApiKeys');
    if (path === '') {
      logger.warn('API_KEYS_FILE is not set: the service answers every client that can reach it');
      return;
    }
    this.file = new ApiKeyFile({ path, clock: systemClock, logger });
  }

  /** Undefined when the service asks for no key. */
  get keys(): ApiKeys | undefined {
    return this.file?.keys;
  }

  /** What the health and the metrics tell of the keys; undefined when the service asks for no key. */
  get status(): ApiKeyStatus | undefined {
    if (!this.file) return undefined;
    const { keys, fault } = this.file;
    return { count: keys.count, fault };
  }

  /** The name of the client whose key the request carries, in either header; undefined for no known key. */
  findClient(request: Request): string | undefined {
    const bearer = /^Bearer +(\S+)$/i.exec(request.get('Authorization') ?? '')?.[1];
    const own = this.keys?.findName(request.get('X-API-Key') ?? '');
    // A proxy may have put an Authorization of its own on the request.
    return own ?? this.keys?.findName(bearer ?? '');
  }

  async onApplicationShutdown(): Promise<void> {
    await this.file?.close();
  }
}

import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Request } from 'express';
import { systemClock } from '#libs/clock';
import type { ApiKeyPlaces } from '#libs/security';
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

  /**
   * The name of the client whose key the request carries; undefined for no known key.
   *
   * @param places of the route, besides the headers that every route takes
   */
  findClient(request: Request, places?: ApiKeyPlaces): string | undefined {
    const { keys } = this;
    if (!keys) return undefined;
    const bearer = /^Bearer +(\S+)$/i.exec(request.get('Authorization') ?? '')?.[1];
    // A proxy may have put an Authorization of its own on the request.
    for (const key of [request.get('X-API-Key'), ...listKeys(request, places), bearer]) {
      const name = keys.findName(key ?? '');
      if (name !== undefined) return name;
    }
    return undefined;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.file?.close();
  }
}

function listKeys(request: Request, places: ApiKeyPlaces | undefined): (string | undefined)[] {
  if (!places) return [];
  const { header, queryParameter } = places;
  // A parameter that is there twice is a list.
  const parameter: unknown = queryParameter === undefined ? undefined : request.query[queryParameter];
  return [request.get(header), typeof parameter === 'string' ? parameter : undefined];
}

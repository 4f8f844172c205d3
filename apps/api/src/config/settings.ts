import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { validateSync } from 'class-validator';
import { parseRedisUrl } from '#libs/caching';
import { MANIFEST_FILE } from '#libs/inference';
import { LOG_LEVELS, type LogLevel } from '#libs/observability';
import { packageRoot } from './package-root.js';
import { ApiKeys } from './api-keys.js';
import { allowedOrigins } from './allowed-origins.js';
import { trustedProxies } from './trusted-proxies.js';
import {
  ChoiceSetting,
  CheckedSetting,
  declaredSettings,
  FileSetting,
  IntegerSetting,
  OptionalTextSetting,
  TextSetting,
} from './setting.js';

const CACHE_STATUS_MODES = ['auto', 'always', 'never'] as const;
const MODELS_DIR = join(packageRoot, 'model-artifacts');

/** A setting that the service cannot start with. The message names every faulty variable, on one line. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Everything that can be set from outside, by its environment variable. The only reader of the environment, but for
 * OpenTelemetry's `OTEL_*`. An empty variable counts as not set, because container tools pass on variables without a value.
 * `npm run settings` prints them.
 */
export class Settings {
  @IntegerSetting('TCP port of the API. 0 takes any free port.', 0, 65_535)
  readonly PORT: number = 8000;

  @TextSetting('Address to listen on.')
  readonly HOST: string = '0.0.0.0';

  @TextSetting('Model to serve: the name of a folder in `model-artifacts`.')
  readonly MODEL: string = 'minilm-l6-sst2';

  @TextSetting('Path of a model folder elsewhere. It takes precedence over `MODEL`.')
  readonly MODEL_DIR: string = '';

  @IntegerSetting('Largest number of texts in a request.', 1, 100_000)
  readonly MAX_TEXTS: number = 1_000;

  // 1,000 texts of 2 KB. V8 holds no string past half a gigabyte.
  @IntegerSetting('Largest size of a request body, in bytes.', 1, 2 ** 28)
  readonly MAX_BODY_BYTES: number = 2 * 1024 * 1024;

  @IntegerSetting(
    'Longest time for a prediction, in milliseconds. A client can shorten it by the header `X-Request-Timeout-Ms`.',
    1,
    3_600_000,
  )
  readonly REQUEST_TIMEOUT_MS: number = 10_000;

  @IntegerSetting(
    'Number of model processes. 0 starts one for each CPU that quota, affinity and cores allow; half a CPU counts as one.',
    0,
    256,
  )
  readonly MODEL_PROCESSES: number = 0;

  @IntegerSetting('Threads in each model process. 0 means one thread.', 0, 256)
  readonly MODEL_THREADS: number = 0;

  @IntegerSetting(
    'How long the cache keeps a prediction, in seconds. A prediction never becomes wrong: the time limits memory. 0 turns the cache off.',
    0,
    31_536_000,
  )
  readonly CACHE_TTL_SECONDS: number = 86_400;

  // It lies in V8's heap, which has its limit.
  @IntegerSetting('Size of the cache in the process, in bytes. 0 turns this tier off.', 0, 2 ** 30)
  readonly CACHE_MEMORY_BYTES: number = 64 * 1024 * 1024;

  // With API keys the answer to one client must not tell what another client has asked.
  @ChoiceSetting(
    'Whether answers carry `Cache-Status` and `Server-Timing`, which tell what the cache held. With `auto` they do only ' +
      'without API keys.',
    CACHE_STATUS_MODES,
  )
  readonly CACHE_STATUS: (typeof CACHE_STATUS_MODES)[number] = 'auto';

  @CheckedSetting(
    'Redis for the cache that all pods share: `redis://[user[:password]@]host[:port][/database]`, or `rediss://` for TLS. The ' +
      'service works without it.',
    parseRedisUrl,
  )
  readonly REDIS_URL: string = '';

  @FileSetting(
    'File with the password of Redis. The service reads it before each connection. It takes precedence over `REDIS_URL`.',
  )
  readonly REDIS_PASSWORD_FILE: string = '';

  @FileSetting(
    'File with the certificate authorities (PEM) for `rediss://`, instead of those of the system.',
    (_, settings) => {
      // Without TLS the file would be of no use, and the connection would not be encrypted.
      if ((settings as Settings).REDIS_URL.startsWith('rediss:')) return;
      throw new Error('needs a REDIS_URL that begins with rediss://');
    },
  )
  readonly REDIS_CA_FILE: string = '';

  @IntegerSetting('Longest time for an answer of Redis, in milliseconds. After it the model answers.', 1, 1_000)
  readonly REDIS_TIMEOUT_MS: number = 50;

  @OptionalTextSetting('Prefix of each key in Redis. `none` means no prefix.')
  readonly REDIS_KEY_PREFIX: string = 'sentiment:';

  @FileSetting(
    'File of API keys, one `<name>:<key>` in a line. The service reads it again when it changes. Without it, every client that ' +
      'reaches the service may use it.',
    (content) => new ApiKeys(content),
  )
  readonly API_KEYS_FILE: string = '';

  @IntegerSetting(
    'Largest number of requests of a client in a window, in each pod. A client is an API key, or else an address. 0 sets no limit.',
    0,
    1e9,
  )
  readonly RATE_LIMIT_REQUESTS: number = 0;

  @IntegerSetting('Length of the window of `RATE_LIMIT_REQUESTS`, in seconds.', 1, 86_400)
  readonly RATE_LIMIT_SECONDS: number = 60;

  @CheckedSetting(
    'Proxies whose `X-Forwarded-For` the service believes: their number, or their addresses and networks, separated by commas.',
    trustedProxies,
  )
  readonly TRUSTED_PROXIES: string = '';

  @CheckedSetting('Origins whose web pages may call the service, separated by commas, or `*` for all.', allowedOrigins)
  readonly CORS_ORIGINS: string = '';

  // Each takes some 7 KB when it is idle; far fewer keep the cores busy.
  @IntegerSetting(
    'Largest number of connections. Beyond it, a new connection takes the place of the one that has been idle longest.',
    1,
    65_535,
  )
  readonly MAX_CONNECTIONS: number = 4_000;

  @IntegerSetting('Port of `/metrics`. 0 serves it on `PORT`.', 0, 65_535)
  readonly METRICS_PORT: number = 0;

  @ChoiceSetting('Least urgent events in the log.', LOG_LEVELS)
  readonly LOG_LEVEL: LogLevel = 'info';

  // Until every proxy of a cluster has heard that the pod is going.
  @IntegerSetting(
    'Time after SIGTERM in which the service fails readiness and still answers requests, in milliseconds.',
    0,
    600_000,
  )
  readonly SHUTDOWN_DELAY_MS: number = 5_000;

  /** @throws SettingsError naming every variable that is off */
  constructor(environment: NodeJS.ProcessEnv) {
    for (const { name, parse } of declaredSettings()) {
      const text = environment[name];
      if (isSet(text)) Object.assign(this, { [name]: parse(text) });
    }
    const violations = validateSync(this).map((error) => Object.values(error.constraints ?? {}).join(' and '));
    if (this.MODEL_DIR === '' && !modelNames().includes(this.MODEL)) {
      const names = modelNames().join(', ');
      violations.push(
        names === '' ? 'MODEL_DIR must be set, because model-artifacts has no model folder' : `MODEL must be one of ${names}`,
      );
    }
    if (this.METRICS_PORT > 0 && this.METRICS_PORT === this.PORT) violations.push('METRICS_PORT must differ from PORT');
    if (violations.length > 0) throw new SettingsError(violations.join('; '));
  }

  /** Whether answers tell what the cache held. */
  get showsCacheStatus(): boolean {
    return this.CACHE_STATUS === 'always' || (this.CACHE_STATUS === 'auto' && this.API_KEYS_FILE === '');
  }

  /** Of the model to serve. */
  get modelDir(): string {
    return this.MODEL_DIR === '' ? join(MODELS_DIR, this.MODEL) : this.MODEL_DIR;
  }
}

/** The settings that name a file and have an empty variable. It may be a mistake: an empty API_KEYS_FILE asks for no key. */
export function findEmptyFileSettings(environment: NodeJS.ProcessEnv): string[] {
  return declaredSettings()
    .filter(({ name, isFile }) => isFile && environment[name] === '')
    .map(({ name }) => name);
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

/** The model folders that MODEL can name; none in an image, which has its one model elsewhere. */
function modelNames(): string[] {
  if (!existsSync(MODELS_DIR)) return [];
  return readdirSync(MODELS_DIR).filter((name) => existsSync(join(MODELS_DIR, name, MANIFEST_FILE)));
}

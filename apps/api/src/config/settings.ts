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
  @IntegerSetting('TCP port; 0 takes any free one', 0, 65_535)
  readonly PORT: number = 8000;

  @TextSetting('address to listen on')
  readonly HOST: string = '0.0.0.0';

  @TextSetting('model to serve: a folder of `model-artifacts`, by its name')
  readonly MODEL: string = 'minilm-l6-sst2';

  @TextSetting('folder of a model that lies elsewhere; goes before `MODEL`')
  readonly MODEL_DIR: string = '';

  @IntegerSetting('most texts in a request', 1, 100_000)
  readonly MAX_TEXTS: number = 1_000;

  // 1,000 texts of 2 KB. V8 holds no string past half a gigabyte.
  @IntegerSetting('most bytes in a body', 1, 2 ** 28)
  readonly MAX_BODY_BYTES: number = 2 * 1024 * 1024;

  @IntegerSetting(
    'longest time for a prediction, in milliseconds; a client shortens it by the header `X-Request-Timeout-Ms`',
    1,
    3_600_000,
  )
  readonly REQUEST_TIMEOUT_MS: number = 10_000;

  @IntegerSetting(
    'model processes; 0: one for every CPU that quota, affinity and cores allow, half ones rounded up',
    0,
    256,
  )
  readonly MODEL_PROCESSES: number = 0;

  @IntegerSetting('threads in each model process; 0: one', 0, 256)
  readonly MODEL_THREADS: number = 0;

  @IntegerSetting(
    'how long a prediction is kept; it never goes stale, so this is about memory; 0 switches the cache off',
    0,
    31_536_000,
  )
  readonly CACHE_TTL_SECONDS: number = 86_400;

  // It lies in V8's heap, which has its limit.
  @IntegerSetting("bytes of the cache's first tier, in the process; 0: none", 0, 2 ** 30)
  readonly CACHE_MEMORY_BYTES: number = 64 * 1024 * 1024;

  // With API keys the answer to one client must not tell what another client has asked.
  @ChoiceSetting(
    'whether answers tell what the cache held, by `Cache-Status` and `Server-Timing`: `auto` (unless API keys are on), ' +
      '`always`, `never`',
    CACHE_STATUS_MODES,
  )
  readonly CACHE_STATUS: (typeof CACHE_STATUS_MODES)[number] = 'auto';

  @CheckedSetting(
    'second tier, shared by all pods: `redis://[user[:password]@]host[:port][/database]`, `rediss://` for TLS',
    parseRedisUrl,
  )
  readonly REDIS_URL: string = '';

  @FileSetting("file with the password, read again before each connection; goes before the URL's")
  readonly REDIS_PASSWORD_FILE: string = '';

  @FileSetting("file with the authorities to trust for `rediss://` (PEM), instead of the system's", (_, settings) => {
    // Without TLS the file would be of no use, and the connection would not be encrypted.
    if ((settings as Settings).REDIS_URL.startsWith('rediss:')) return;
    throw new Error('needs a REDIS_URL that begins with rediss://');
  })
  readonly REDIS_CA_FILE: string = '';

  @IntegerSetting('longest time for an answer of Redis; past it the model is asked', 1, 1_000)
  readonly REDIS_TIMEOUT_MS: number = 50;

  @OptionalTextSetting('before each key in Redis; `none` for no prefix')
  readonly REDIS_KEY_PREFIX: string = 'sentiment:';

  @FileSetting(
    'file with the keys that clients must come with, a line each: `<name>:<key>`; read again when it changes; none: ' +
      'every client that reaches the service may use it',
    (content) => new ApiKeys(content),
  )
  readonly API_KEYS_FILE: string = '';

  @IntegerSetting('most requests of a client, by key or else address, in a window, in each pod; 0: no limit', 0, 1e9)
  readonly RATE_LIMIT_REQUESTS: number = 0;

  @IntegerSetting('length of that window', 1, 86_400)
  readonly RATE_LIMIT_SECONDS: number = 60;

  @CheckedSetting(
    'proxies whose `X-Forwarded-For` is believed: how many there are, or their addresses and networks with commas',
    trustedProxies,
  )
  readonly TRUSTED_PROXIES: string = '';

  @CheckedSetting('origins whose pages may call the service, with commas, or `*`', allowedOrigins)
  readonly CORS_ORIGINS: string = '';

  // Each takes some 7 KB when it is idle; far fewer keep the cores busy.
  @IntegerSetting(
    'most connections at a time; past it a new one takes the place of the longest idle one, if one is idle',
    1,
    65_535,
  )
  readonly MAX_CONNECTIONS: number = 4_000;

  @IntegerSetting('port of `/metrics`; 0: it is on PORT', 0, 65_535)
  readonly METRICS_PORT: number = 0;

  @ChoiceSetting(
    `least urgent events that are logged: ${LOG_LEVELS.map((level) => `\`${level}\``).join(', ')}`,
    LOG_LEVELS,
  )
  readonly LOG_LEVEL: LogLevel = 'info';

  // Until every proxy of a cluster has heard that the pod is going.
  @IntegerSetting('after SIGTERM the service says that it is going, and serves on for so long', 0, 600_000)
  readonly SHUTDOWN_DELAY_MS: number = 5_000;

  /** @throws SettingsError naming every variable that is off */
  constructor(environment: NodeJS.ProcessEnv) {
    for (const { name, parse } of declaredSettings()) {
      const text = environment[name];
      if (isSet(text)) Object.assign(this, { [name]: parse(text) });
    }
    const violations = validateSync(this).map((error) => Object.values(error.constraints ?? {}).join(' and '));
    if (this.MODEL_DIR === '' && !modelNames().includes(this.MODEL)) {
      violations.push(`MODEL must be one of ${modelNames().join(', ') || 'none: MODEL_DIR has to name a folder here'}`);
    }
    if (this.METRICS_PORT > 0 && this.METRICS_PORT === this.PORT) violations.push('METRICS_PORT must not be PORT');
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

import { LANGUAGE_POLICIES, type LanguagePolicy } from '#libs/analysis';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { validateSync } from 'class-validator';
import { REDIS_LOGINS, REDIS_TOPOLOGIES } from '#libs/caching';
import { MANIFEST_FILE } from '#libs/inference';
import { LOG_LEVELS, type LogLevel } from '#libs/observability';
import { packageRoot } from './package-root.js';
import { ApiKeys } from './api-keys.js';
import { allowedOrigins } from './allowed-origins.js';
import { DIALECT_NAMES, parseDialects, type DialectName } from './dialect-names.js';
import { checkRedisUrl } from './redis-url.js';
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
const DIALECT_LABEL_MODES = ['polarity', 'all'] as const;
const DIALECT_LIMIT_MODES = ['own', 'strict'] as const;
const DIALECT_MIXED_MODES = ['off', 'on'] as const;
const PLAYGROUND_MODES = ['on', 'off'] as const;
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
  @IntegerSetting('TCP port on which the service listens. With 0, the system chooses a free port.', 0, 65_535)
  readonly PORT: number = 8000;

  @TextSetting(
    'Address on which the service listens. `0.0.0.0` means all IPv4 addresses of the machine.',
    'host name or IP address',
  )
  readonly HOST: string = '0.0.0.0';

  @ChoiceSetting(
    'With `on`, the service answers browsers at `/` with the playground, a page to try the service. The page and its files need no API ' +
      'key, but its requests do. With `off`, `/` answers 404.',
    PLAYGROUND_MODES,
  )
  readonly PLAYGROUND: (typeof PLAYGROUND_MODES)[number] = 'on';

  @CheckedSetting(
    'Wire formats of other model servers, and of sentiment APIs of clouds, that the service understands. `none` means only the format of ' +
      'this service.',
    'names from `huggingface`, `tei`, `open-inference`, `kserve`, `vllm`, `comprehend`, `azure`, `google`, separated by commas, or `none`',
    parseDialects,
  )
  readonly DIALECTS: string = DIALECT_NAMES.join(',');

  @ChoiceSetting(
    'Labels of answers in the format of another model server. The formats of clouds have all labels. `polarity`: those of `/predict`. `all`: the neutral label too, if the model ' +
      'has one.',
    DIALECT_LABEL_MODES,
  )
  readonly DIALECT_LABELS: (typeof DIALECT_LABEL_MODES)[number] = 'polarity';

  @ChoiceSetting(
    'Limits of requests in the format of a cloud API. `own`: those of this service. `strict`: those of the cloud too, with its errors, for ' +
      'tests of clients that depend on them.',
    DIALECT_LIMIT_MODES,
  )
  readonly DIALECT_LIMITS: (typeof DIALECT_LIMIT_MODES)[number] = 'own';

  @ChoiceSetting(
    'Whether answers in the format of Azure have documents that are `mixed`. `off`: the sentiment is the class with the highest score. ' +
      '`on`: it is `mixed` by the rule of `POST /analyze`.',
    DIALECT_MIXED_MODES,
  )
  readonly DIALECT_MIXED: (typeof DIALECT_MIXED_MODES)[number] = 'off';

  @TextSetting('Name of the model that the service serves.', 'name of a folder in `model-artifacts`')
  readonly MODEL: string = 'minilm-l6-sentiment';

  @TextSetting(
    'Path of a model folder in another place. It takes precedence over `MODEL`.',
    'path of a folder with a `manifest.json`',
  )
  readonly MODEL_DIR: string = '';

  @IntegerSetting('Largest number of texts in one request. The service answers 422 to a request with more.', 1, 100_000)
  readonly MAX_TEXTS: number = 1_000;

  @IntegerSetting(
    'Largest number of parts (windows) in which the model reads a text that is longer than its maximum length. With 1, the service ' +
      'cuts such a text to the maximum length, and so it does if all windows together hold fewer tokens (up to 4 for the shipped models).',
    1,
    256,
  )
  readonly MAX_WINDOWS: number = 16;

  @ChoiceSetting(
    'With `warn`, `/analyze` tells the language of each document, and warns if the model does not read it. With `reject`, such a document ' +
      'gets an error instead of an answer. With `off`, the service does not detect languages.',
    LANGUAGE_POLICIES,
  )
  readonly LANGUAGE_POLICY: LanguagePolicy = 'warn';

  // 1,000 texts of 2 KB. V8 holds no string past half a gigabyte.
  @IntegerSetting('Largest size of a request body, in bytes. The service answers 413 to a larger body.', 1, 2 ** 28)
  readonly MAX_BODY_BYTES: number = 2 * 1024 * 1024;

  @IntegerSetting(
    'Longest time for the answer to a prediction request, in milliseconds. After this time the service answers 504. A ' +
      'client can shorten the time of its request with the header `X-Request-Timeout-Ms`.',
    1,
    3_600_000,
  )
  readonly REQUEST_TIMEOUT_MS: number = 10_000;

  @IntegerSetting(
    'Number of model processes. With 0, the service calculates the number: it takes the smallest of the CPU quota, the CPU ' +
      'affinity and the CPUs of the machine, rounds it to the nearest integer, and starts at least 1 process. Quotas of 1.5 to ' +
      '2.4 CPU give 2 processes.',
    0,
    256,
  )
  readonly MODEL_PROCESSES: number = 0;

  @IntegerSetting(
    'Number of threads in each model process. With 0, each process uses one thread. Exception: if `MODEL_PROCESSES` is ' +
      'also 0, a process can use two threads for a text while no other text waits.',
    0,
    256,
  )
  readonly MODEL_THREADS: number = 0;

  @IntegerSetting(
    'Time for which the cache keeps a prediction, in seconds. A model always gives the same prediction for a text, so a ' +
      'long time is safe. 0 turns off the cache in memory and the cache in Redis.',
    0,
    31_536_000,
  )
  readonly CACHE_TTL_SECONDS: number = 86_400;

  // It lies in V8's heap, which has its limit.
  @IntegerSetting(
    'Size of the cache in the memory of the service, in bytes. 0 turns this cache off, but not the cache in Redis.',
    0,
    2 ** 30,
  )
  readonly CACHE_MEMORY_BYTES: number = 64 * 1024 * 1024;

  // With API keys the answer to one client must not tell what another client has asked.
  @ChoiceSetting(
    'With `always`, answers have the headers `Cache-Status` (hits and misses) and `Server-Timing` (time of each step). `never` ' +
      'sends neither. `auto` sends both only if `API_KEYS_FILE` is not set. From either header a client can tell whether the cache held a text.',
    CACHE_STATUS_MODES,
  )
  readonly CACHE_STATUS: (typeof CACHE_STATUS_MODES)[number] = 'auto';

  @CheckedSetting(
    'Address of a Redis server for a cache that all instances of the service share; `rediss://` means TLS. Without it, the service uses ' +
      'only the cache in its memory.',
    '`redis://[user[:password]@]host[:port][,host[:port]...][/database]`, or the same with `rediss://`',
    (text, settings) => checkRedisUrl(text, settings as Settings),
  )
  readonly REDIS_URL: string = '';

  @ChoiceSetting(
    'What the hosts in `REDIS_URL` are. `standalone`: one Redis server. `cluster`: servers of one Redis Cluster, which list ' +
      'the other servers. `sentinel`: sentinels, which name the primary server.',
    REDIS_TOPOLOGIES,
  )
  readonly REDIS_TOPOLOGY: (typeof REDIS_TOPOLOGIES)[number] = 'standalone';

  @TextSetting(
    'Name of the primary server in the configuration of the sentinels. The service uses it only if `REDIS_TOPOLOGY` is `sentinel`.',
    'any text',
  )
  readonly REDIS_SENTINEL_PRIMARY: string = '';

  @FileSetting(
    'File with the password of the sentinels. The service reads the file before each connection to a sentinel. Without a ' +
      'file, the service sends the sentinels no password.',
  )
  readonly REDIS_SENTINEL_PASSWORD_FILE: string = '';

  @ChoiceSetting(
    'How the service logs in to Redis. `password`: with the password in `REDIS_PASSWORD_FILE` or in `REDIS_URL`. ' +
      '`entra-id`: with access tokens of Microsoft Entra ID, which the service gets by the workload identity of its pod and ' +
      'renews before they expire. The user is the object ID of the identity, or the user in `REDIS_URL`.',
    REDIS_LOGINS,
  )
  readonly REDIS_LOGIN: (typeof REDIS_LOGINS)[number] = 'password';

  @FileSetting(
    'File with the password for Redis. The service reads the file before each connection. This password takes ' +
      'precedence over the password in `REDIS_URL`.',
  )
  readonly REDIS_PASSWORD_FILE: string = '';

  @FileSetting(
    'File with the certificate authorities (PEM) that the service trusts for `rediss://`. Without it, the service trusts ' +
      'the authorities that Node.js trusts.',
    (_, settings) => {
      // Without TLS the file would be of no use, and the connection would not be encrypted.
      if ((settings as Settings).REDIS_URL.startsWith('rediss:')) return;
      throw new Error('needs a REDIS_URL that begins with rediss://');
    },
  )
  readonly REDIS_CA_FILE: string = '';

  @IntegerSetting(
    'Longest time for a reply of Redis, in milliseconds. If Redis does not reply in this time, the model computes the ' +
      'predictions.',
    1,
    1_000,
  )
  readonly REDIS_TIMEOUT_MS: number = 50;

  @OptionalTextSetting('Text at the start of each key in Redis. `none` means no prefix.')
  readonly REDIS_KEY_PREFIX: string = 'sentiment:';

  @FileSetting(
    'File with the API keys of the clients: one `<name>:<key>` on each line. The service reads the file again when it ' +
      'changes. A client sends its key as `Authorization: Bearer <key>` or as `X-API-Key: <key>`. Without a file, every client ' +
      'that reaches the service can use it.',
    (content) => new ApiKeys(content),
  )
  readonly API_KEYS_FILE: string = '';

  @IntegerSetting(
    'Largest number of requests that one instance of the service accepts from one client in a window of ' +
      '`RATE_LIMIT_SECONDS`. The service answers 429 to further requests in the window. The ' +
      'service tells clients apart by the name of the API key, or else by the address. Requests with a signature of AWS count by the ' +
      'address. 0 means no limit.',
    0,
    1e9,
  )
  readonly RATE_LIMIT_REQUESTS: number = 0;

  @IntegerSetting('Length of the window for `RATE_LIMIT_REQUESTS`, in seconds.', 1, 86_400)
  readonly RATE_LIMIT_SECONDS: number = 60;

  @CheckedSetting(
    'Proxies from which the service accepts the address of a client in the header `X-Forwarded-For`. If it is not set, the ' +
      'address of a client is the address of its connection.',
    'number of proxies in front of the service, or addresses, networks (`10.0.0.0/8`), `loopback`, `linklocal` or ' +
      '`uniquelocal`, separated by commas',
    trustedProxies,
  )
  readonly TRUSTED_PROXIES: string = '';

  @CheckedSetting(
    'Origins of the web pages that may call the service (CORS). Without them, no page of another origin may call it.',
    'origins such as `https://app.example.com`, separated by commas, or `*` for all origins',
    allowedOrigins,
  )
  readonly CORS_ORIGINS: string = '';

  // Each takes some 7 KB when it is idle; far fewer keep the cores busy.
  @IntegerSetting(
    'Largest number of open connections. If this number is reached and a new connection arrives, the service closes the ' +
      'connection that has been idle for the longest time, and accepts the new connection. If no connection is idle, the service ' +
      'closes the new connection.',
    1,
    65_535,
  )
  readonly MAX_CONNECTIONS: number = 4_000;

  @IntegerSetting(
    'TCP port on which the service serves `/metrics`, instead of `PORT`. With 0, it serves `/metrics` on `PORT`.',
    0,
    65_535,
  )
  readonly METRICS_PORT: number = 0;

  @ChoiceSetting('Level of the least severe messages that the service logs. `silent` turns the log off.', LOG_LEVELS)
  readonly LOG_LEVEL: LogLevel = 'info';

  // Until every proxy of a cluster has heard that the pod is going.
  @IntegerSetting(
    'Time after SIGTERM for which the service still accepts requests, in milliseconds. `/health/ready` answers 503 ' +
      'during this time. With 0, the service stops accepting requests at once.',
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
        names === ''
          ? 'MODEL_DIR must be set, because model-artifacts has no model folder'
          : `MODEL must be one of ${names}`,
      );
    }
    if (this.METRICS_PORT > 0 && this.METRICS_PORT === this.PORT) violations.push('METRICS_PORT must differ from PORT');
    if (violations.length > 0) throw new SettingsError(violations.join('; '));
  }

  /** Whether answers tell what the cache held. */
  get showsCacheStatus(): boolean {
    return this.CACHE_STATUS === 'always' || (this.CACHE_STATUS === 'auto' && this.API_KEYS_FILE === '');
  }

  /** The wire formats besides the service's own. */
  get dialects(): readonly DialectName[] {
    return parseDialects(this.DIALECTS);
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

import { join } from 'node:path';
import { validateSync } from 'class-validator';
import { packageRoot } from './package-root.js';
import { declaredSettings, FileSetting, IntegerSetting, RedisUrlSetting, TextSetting } from './setting.js';

/** A setting that the service cannot start with. The message names every faulty variable, on one line. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Everything that can be set from outside, by its environment variable. The only reader of the environment. The table in
 * the README is made from this: `npm run settings`.
 */
export class Settings {
  @IntegerSetting('TCP port; 0 takes any free one', 0, 65_535)
  readonly PORT: number = 8000;

  @TextSetting('address to listen on', { mayBeEmpty: false })
  readonly HOST: string = '0.0.0.0';

  @TextSetting('folder of the model to serve; any DistilBERT-like classifier in the same form', { mayBeEmpty: false })
  readonly MODEL_DIR: string = join(packageRoot, 'model-artifacts', 'minilm-l6-sst2');

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

  @RedisUrlSetting(
    'second tier, shared by all pods: `redis://[user[:password]@]host[:port][/database]`, `rediss://` for TLS',
  )
  readonly REDIS_URL: string = '';

  @FileSetting("file with the password, read again before each connection; goes before the URL's")
  readonly REDIS_PASSWORD_FILE: string = '';

  // Else somebody would believe that the connection is encrypted.
  @FileSetting("file with the authorities to trust for `rediss://` (PEM), instead of the system's", {
    holds: (settings) => (settings as Settings).REDIS_URL.startsWith('rediss:'),
    otherwise: 'needs a REDIS_URL that begins with rediss://',
  })
  readonly REDIS_CA_FILE: string = '';

  @IntegerSetting('longest time for an answer of Redis; past it the model is asked', 1, 1_000)
  readonly REDIS_TIMEOUT_MS: number = 50;

  @TextSetting('before each key in Redis', { mayBeEmpty: true })
  readonly REDIS_KEY_PREFIX: string = 'sentiment:';

  /** @throws SettingsError naming every variable that is off */
  constructor(environment: NodeJS.ProcessEnv) {
    for (const { name, parse } of declaredSettings()) {
      const text = environment[name];
      if (text !== undefined) Object.assign(this, { [name]: parse(text) });
    }
    const faults = validateSync(this).map((error) => Object.values(error.constraints ?? {}).join(' and '));
    if (faults.length > 0) throw new SettingsError(faults.join('; '));
  }
}

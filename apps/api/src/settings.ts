import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IsNotEmpty, ValidateBy, validateSync } from 'class-validator';
import { parseRedisUrl } from '#libs/caching';
import { packageRoot } from './package-root.js';

/** A setting that the service cannot start with. The message names every faulty variable, on one line. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

function IsIntegerBetween(minimum: number, maximum: number): PropertyDecorator {
  return ValidateBy({
    name: 'isIntegerBetween',
    validator: {
      validate: (value: unknown) => Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum,
      defaultMessage: () => `$property must be an integer from ${minimum} to ${maximum}`,
    },
  });
}

/** Empty for none. */
function IsRedisUrl(): PropertyDecorator {
  return ValidateBy({
    name: 'isRedisUrl',
    validator: {
      validate: (value: unknown) => faultOfRedisUrl(String(value)) === undefined,
      defaultMessage: (of) => `$property ${faultOfRedisUrl(String(of?.value)) ?? ''}`,
    },
  });
}

function faultOfRedisUrl(text: string): string | undefined {
  try {
    if (text !== '') parseRedisUrl(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Empty for none. */
function IsReadableFile(): PropertyDecorator {
  return ValidateBy({
    name: 'isReadableFile',
    validator: {
      validate: (value: unknown) => value === '' || canRead(String(value)),
      defaultMessage: () => '$property must be a file that can be read',
    },
  });
}

/** Else somebody would believe that the connection is encrypted. */
function NeedsTls(): PropertyDecorator {
  return ValidateBy({
    name: 'needsTls',
    validator: {
      validate: (value: unknown, of) => value === '' || (of?.object as Settings).REDIS_URL.startsWith('rediss:'),
      defaultMessage: () => '$property needs a REDIS_URL that begins with rediss://',
    },
  });
}

function canRead(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Everything that can be set from outside, by its environment variable. The only reader of the environment. */
export class Settings {
  /** TCP port; 0 takes any free one. */
  @IsIntegerBetween(0, 65_535)
  readonly PORT: number = 8000;

  /** Address to listen on. */
  @IsNotEmpty({ message: '$property must not be empty' })
  readonly HOST: string = '0.0.0.0';

  /** Folder of the model to serve, relative to the working directory. */
  @IsNotEmpty({ message: '$property must not be empty' })
  readonly MODEL_DIR: string = join(packageRoot, 'model-artifacts', 'minilm-l6-sst2');

  /** Most texts in one request. */
  @IsIntegerBetween(1, 100_000)
  readonly MAX_TEXTS: number = 1_000;

  /** Most bytes in one request body: 1,000 texts of 2 KB. V8 holds no string past half a gigabyte. */
  @IsIntegerBetween(1, 2 ** 28)
  readonly MAX_BODY_BYTES: number = 2 * 1024 * 1024;

  /** Longest time for a prediction, in milliseconds; a client may shorten it by X-Request-Timeout-Ms. */
  @IsIntegerBetween(1, 3_600_000)
  readonly REQUEST_TIMEOUT_MS: number = 10_000;

  /** Model processes; 0 divides the CPU by its quota and cores. */
  @IsIntegerBetween(0, 256)
  readonly MODEL_PROCESSES: number = 0;

  /** Threads that each model process computes with; 0 is the default. */
  @IsIntegerBetween(0, 256)
  readonly MODEL_THREADS: number = 0;

  /** How long a prediction is kept; it never goes stale, so this is about memory. 0 switches the cache off. */
  @IsIntegerBetween(0, 31_536_000)
  readonly CACHE_TTL_SECONDS: number = 86_400;

  /** What the first tier of the cache, in this process, may take; 0 for none. It lies in V8's heap, which has its limit. */
  @IsIntegerBetween(0, 2 ** 30)
  readonly CACHE_MEMORY_BYTES: number = 64 * 1024 * 1024;

  /** Redis for the second tier, which pods share: redis://[user[:password]@]host[:port][/database], rediss:// for TLS. */
  @IsRedisUrl()
  readonly REDIS_URL: string = '';

  /** File with Redis' password, read again before each connection; goes before the URL's. */
  @IsReadableFile()
  readonly REDIS_PASSWORD_FILE: string = '';

  /** File with the authorities to trust for rediss://, in PEM, instead of the system's. */
  @IsReadableFile()
  @NeedsTls()
  readonly REDIS_CA_FILE: string = '';

  /** Longest time for an answer of Redis, in milliseconds; past it the model is asked. */
  @IsIntegerBetween(1, 1_000)
  readonly REDIS_TIMEOUT_MS: number = 50;

  /** Before each key in Redis. */
  readonly REDIS_KEY_PREFIX: string = 'sentiment:';

  /** @throws SettingsError naming every variable that is off */
  constructor(environment: NodeJS.ProcessEnv) {
    this.PORT = integer(environment.PORT, this.PORT);
    this.HOST = environment.HOST ?? this.HOST;
    this.MODEL_DIR = environment.MODEL_DIR ?? this.MODEL_DIR;
    this.MAX_TEXTS = integer(environment.MAX_TEXTS, this.MAX_TEXTS);
    this.MAX_BODY_BYTES = integer(environment.MAX_BODY_BYTES, this.MAX_BODY_BYTES);
    this.REQUEST_TIMEOUT_MS = integer(environment.REQUEST_TIMEOUT_MS, this.REQUEST_TIMEOUT_MS);
    this.MODEL_PROCESSES = integer(environment.MODEL_PROCESSES, this.MODEL_PROCESSES);
    this.MODEL_THREADS = integer(environment.MODEL_THREADS, this.MODEL_THREADS);
    this.CACHE_TTL_SECONDS = integer(environment.CACHE_TTL_SECONDS, this.CACHE_TTL_SECONDS);
    this.CACHE_MEMORY_BYTES = integer(environment.CACHE_MEMORY_BYTES, this.CACHE_MEMORY_BYTES);
    this.REDIS_URL = environment.REDIS_URL ?? this.REDIS_URL;
    this.REDIS_PASSWORD_FILE = environment.REDIS_PASSWORD_FILE ?? this.REDIS_PASSWORD_FILE;
    this.REDIS_CA_FILE = environment.REDIS_CA_FILE ?? this.REDIS_CA_FILE;
    this.REDIS_TIMEOUT_MS = integer(environment.REDIS_TIMEOUT_MS, this.REDIS_TIMEOUT_MS);
    this.REDIS_KEY_PREFIX = environment.REDIS_KEY_PREFIX ?? this.REDIS_KEY_PREFIX;
    const faults = validateSync(this).map((error) => Object.values(error.constraints ?? {}).join(' and '));
    if (faults.length > 0) throw new SettingsError(faults.join('; '));
  }
}

/** Digits only: `Number` would take "", "0x10" and "1e3". */
function integer(value: string | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  return /^\d+$/.test(value.trim()) ? Number(value) : Number.NaN;
}

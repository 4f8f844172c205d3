import { join } from 'node:path';
import { IsNotEmpty, ValidateBy, validateSync } from 'class-validator';
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
    const faults = validateSync(this).map((error) => Object.values(error.constraints ?? {}).join(' and '));
    if (faults.length > 0) throw new SettingsError(faults.join('; '));
  }
}

/** Digits only: `Number` would take "", "0x10" and "1e3". */
function integer(value: string | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  return /^\d+$/.test(value.trim()) ? Number(value) : Number.NaN;
}

import { ValidateBy } from 'class-validator';
import { readSmallFileSync } from '#libs/files';

/** A setting as it was declared: by a decorator on a property that has the variable's name. */
export interface SettingDeclaration {
  readonly name: string;
  /** Sentences in Markdown: the purpose, the unit, and what 0 or no value means. */
  readonly meaning: string;
  /** @returns what the variable's text stands for; the validation says whether that will do */
  readonly parse: (text: string) => unknown;
  /** The allowed values, as a phrase in Markdown. */
  readonly allowed: string;
  /** Whether the value is the path of a file. */
  readonly isFile: boolean;
}

const NONE = 'none';

const declarations: SettingDeclaration[] = [];

/** All settings, in the order of their declaration. */
export function declaredSettings(): readonly SettingDeclaration[] {
  return declarations;
}

/** An integer, in digits only: `Number` would take "", "0x10" and "1e3". */
export function IntegerSetting(meaning: string, minimum: number, maximum: number): PropertyDecorator {
  return declare(
    meaning,
    (text) => (/^-?\d+$/.test(text.trim()) ? Number(text) : Number.NaN),
    (value) => {
      if (Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum) return undefined;
      const found = Number.isNaN(value) ? 'it is not an integer' : 'it is out of range';
      return `must be an integer from ${minimum} to ${maximum}: ${found}`;
    },
    { allowed: `integer from ${minimum} to ${maximum}` },
  );
}

/**
 * Any text.
 *
 * @param allowed the texts that make sense, as a phrase in Markdown
 */
export function TextSetting(meaning: string, allowed: string): PropertyDecorator {
  return declare(meaning, asIs, () => undefined, { allowed });
}

/** Any text; the word `none` stands for the empty text, because an empty variable counts as not set. */
export function OptionalTextSetting(meaning: string): PropertyDecorator {
  return declare(
    meaning,
    (text) => (text === NONE ? '' : text),
    () => undefined,
    { allowed: `any text, or \`${NONE}\`` },
  );
}

/** One of a few words. */
export function ChoiceSetting(meaning: string, choices: readonly string[]): PropertyDecorator {
  return declare(
    meaning,
    asIs,
    (value) => (choices.includes(String(value)) ? undefined : `must be one of ${choices.join(', ')}`),
    { allowed: choices.map((choice) => `\`${choice}\``).join(', ') },
  );
}

/**
 * A text that another part of the service reads; empty for none.
 *
 * @param allowed the texts that the check accepts, as a phrase in Markdown
 * @param check throws what is wrong with it, alone or beside the other settings, without quoting it
 */
export function CheckedSetting(
  meaning: string,
  allowed: string,
  check: (text: string, settings: object) => unknown,
): PropertyDecorator {
  const findViolation = (value: unknown, settings: object) =>
    value === '' ? undefined : catchMessage(() => check(String(value), settings));
  return declare(meaning, asIs, findViolation, { allowed });
}

/**
 * The path of a regular file of at most 1 MiB; empty for none.
 *
 * @param check throws what is wrong with its content, or with having one at all, without quoting it
 */
export function FileSetting(
  meaning: string,
  check: (content: string, settings: object) => unknown = () => undefined,
): PropertyDecorator {
  const findViolation = (value: unknown, settings: object) => {
    if (value === '') return undefined;
    return catchMessage(() => check(readContent(String(value)), settings));
  };
  return declare(meaning, asIs, findViolation, { allowed: 'path of a regular file of at most 1 MiB', isFile: true });
}

function declare(
  meaning: string,
  parse: (text: string) => unknown,
  findViolation: (value: unknown, settings: object) => string | undefined,
  { allowed, isFile = false }: { readonly allowed: string; readonly isFile?: boolean },
): PropertyDecorator {
  return (prototype, property) => {
    declarations.push({ name: String(property), meaning, parse, allowed, isFile });
    ValidateBy({
      name: 'setting',
      validator: {
        validate: (value: unknown, at) => findViolation(value, at?.object ?? {}) === undefined,
        // The value itself is not quoted: it may hold a secret.
        defaultMessage: (at) => `$property ${findViolation(at?.value, at?.object ?? {}) ?? ''}`,
      },
    })(prototype, property);
  };
}

function asIs(text: string): string {
  return text;
}

function catchMessage(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** @throws Error that says why the file cannot be read */
function readContent(path: string): string {
  try {
    return readSmallFileSync(path);
  } catch (error) {
    throw new Error(`must be a file that can be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

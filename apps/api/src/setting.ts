import { readFileSync } from 'node:fs';
import { ValidateBy } from 'class-validator';
import { parseRedisUrl } from '#libs/caching';

/** A setting as it was declared: by a decorator on a property that has the variable's name. */
export interface SettingDeclaration {
  readonly name: string;
  /** What it is for, in Markdown. */
  readonly meaning: string;
  /** @returns what the variable's text stands for; the validation says whether that will do */
  readonly parse: (text: string) => unknown;
}

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
      const found = Number.isNaN(value) ? 'it is no integer' : 'it is out of range';
      return `must be an integer from ${minimum} to ${maximum}: ${found}`;
    },
  );
}

export function TextSetting(meaning: string, { mayBeEmpty }: { readonly mayBeEmpty: boolean }): PropertyDecorator {
  return declare(meaning, asIs, (value) => (value === '' && !mayBeEmpty ? 'must not be empty' : undefined));
}

/** Empty for none. */
export function RedisUrlSetting(meaning: string): PropertyDecorator {
  return declare(meaning, asIs, (value) => {
    try {
      if (value !== '') parseRedisUrl(String(value));
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  });
}

/**
 * The path of a file that is there; empty for none.
 *
 * @param needs what else must be so when there is a file, and how to say it
 */
export function FileSetting(
  meaning: string,
  needs?: { readonly holds: (settings: object) => boolean; readonly otherwise: string },
): PropertyDecorator {
  return declare(meaning, asIs, (value, settings) => {
    if (value === '') return undefined;
    if (!canRead(String(value))) return 'must be a file that can be read';
    return needs && !needs.holds(settings) ? needs.otherwise : undefined;
  });
}

function declare(
  meaning: string,
  parse: (text: string) => unknown,
  faultOf: (value: unknown, settings: object) => string | undefined,
): PropertyDecorator {
  return (prototype, property) => {
    declarations.push({ name: String(property), meaning, parse });
    ValidateBy({
      name: 'setting',
      validator: {
        validate: (value: unknown, at) => faultOf(value, at?.object ?? {}) === undefined,
        // The value itself is not quoted: it may hold a secret.
        defaultMessage: (at) => `$property ${faultOf(at?.value, at?.object ?? {}) ?? ''}`,
      },
    })(prototype, property);
  };
}

function asIs(text: string): string {
  return text;
}

function canRead(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}

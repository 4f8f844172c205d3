import { ModelFolderError } from './model-folder-error.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Reads the fields of one of the folder's JSON files; every fault names the file and the field. */
export class JsonFields {
  constructor(
    private readonly file: string,
    private readonly source: JsonObject,
    private readonly path = '',
  ) {}

  /** Parses a file that must hold one JSON object. */
  static parse(file: string, json: string): JsonFields {
    let value: unknown;
    try {
      value = JSON.parse(json);
    } catch {
      throw new ModelFolderError(file, 'is not valid JSON');
    }
    return new JsonFields(file, JsonFields.object(file, 'the document', value));
  }

  names(): string[] {
    return Object.keys(this.source);
  }

  /** Whether the field is there and not null. */
  has(name: string): boolean {
    return (this.source[name] ?? null) !== null;
  }

  string(name: string): string {
    const value = this.source[name];
    return typeof value === 'string' && value !== '' ? value : this.refuse(name, 'a non-empty string');
  }

  /** A string that may be empty. */
  text(name: string): string {
    const value = this.source[name];
    return typeof value === 'string' ? value : this.refuse(name, 'a string');
  }

  boolean(name: string): boolean {
    const value = this.source[name];
    return typeof value === 'boolean' ? value : this.refuse(name, 'true or false');
  }

  /** A finite number within [minimum, maximum]. */
  number(name: string, minimum: number, maximum: number): number {
    const value = this.source[name];
    return typeof value === 'number' && value >= minimum && value <= maximum
      ? value
      : this.refuse(name, `a number from ${minimum} to ${maximum}`);
  }

  integer(name: string, minimum: number, maximum: number): number {
    const value = this.number(name, minimum, maximum);
    return Number.isInteger(value) ? value : this.refuse(name, 'an integer');
  }

  strings(name: string): string[] {
    return this.list(name).map((item) => (typeof item === 'string' ? item : this.refuse(name, 'a list of strings')));
  }

  numbers(name: string): number[] {
    return this.list(name).map((item) => (typeof item === 'number' ? item : this.refuse(name, 'a list of numbers')));
  }

  objects(name: string): JsonFields[] {
    return this.list(name).map((item, index) => this.nested(`${name}[${index}]`, item));
  }

  object(name: string): JsonFields {
    return this.nested(name, this.source[name]);
  }

  /** Refuses the field: it should have been `expected`. */
  refuse(name: string, expected: string): never {
    throw new ModelFolderError(this.file, `"${this.path}${name}" must be ${expected}`);
  }

  private list(name: string): unknown[] {
    const value = this.source[name];
    return Array.isArray(value) ? value : this.refuse(name, 'a list');
  }

  private nested(name: string, value: unknown): JsonFields {
    const field = `${this.path}${name}`;
    return new JsonFields(this.file, JsonFields.object(this.file, `"${field}"`, value), `${field}.`);
  }

  private static object(file: string, what: string, value: unknown): JsonObject {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ModelFolderError(file, `${what} must be an object`);
    }
    return value as JsonObject;
  }
}

import type { NamedColumn } from './csv-table.js';
import { TableError } from './table.js';

/** Finds whether the lines of NDJSON have the fields that options name. NDJSON has no header that could be checked. */
export class RequiredFields {
  private readonly missing: Set<NamedColumn>;
  private firstNames: readonly string[] = [];
  private lineCount = 0;

  constructor(fields: readonly NamedColumn[]) {
    this.missing = new Set(fields);
  }

  /** Whether each field was in a line. */
  get isComplete(): boolean {
    return this.missing.size === 0;
  }

  /** @param names of the fields of the next line; empty for a line that is no object */
  add(names: readonly string[]): void {
    this.lineCount++;
    if (this.firstNames.length === 0) this.firstNames = names;
    for (const field of this.missing) {
      if (names.includes(field.name)) this.missing.delete(field);
    }
  }

  /** @throws TableError that names a field that none of the lines has; an input without lines is taken */
  check(): void {
    const [field] = this.missing;
    if (!field || this.lineCount === 0) return;
    const found =
      this.firstNames.length === 0
        ? 'there is no object with fields'
        : `the first object has ${this.firstNames.map((name) => JSON.stringify(name)).join(', ')}`;
    const lines = this.lineCount === 1 ? 'line' : `${this.lineCount} lines`;
    throw new TableError(
      `the input has no field ${JSON.stringify(field.name)} in its first ${lines}; ${found} (see ${field.option})`,
    );
  }
}

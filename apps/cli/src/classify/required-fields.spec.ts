import { describe, expect, it } from 'vitest';
import { RequiredFields } from './required-fields.js';

const FIELDS = [
  { name: 'text', option: '--column' },
  { name: 'day', option: '--date-column' },
];

describe('Required fields', () => {
  it('may be in different lines', () => {
    const fields = new RequiredFields(FIELDS);
    fields.add(['id', 'text']);
    expect(fields.isComplete).toBe(false);
    fields.add(['day']);
    expect(fields.isComplete).toBe(true);
    expect(() => {
      fields.check();
    }).not.toThrow();
  });

  it('are named with their option and the fields of the first object', () => {
    const fields = new RequiredFields(FIELDS);
    for (const names of [[], ['id', 'text'], ['text']]) fields.add(names);
    expect(() => {
      fields.check();
    }).toThrow('has no field "day" in its first 3 lines; the first object has "id", "text" (see --date-column)');
  });

  it('are missing in lines without objects', () => {
    const fields = new RequiredFields(FIELDS);
    fields.add([]);
    expect(() => {
      fields.check();
    }).toThrow('has no field "text" in its first line; there is no object with fields (see --column)');
  });

  it('are not missing without lines', () => {
    expect(() => {
      new RequiredFields(FIELDS).check();
    }).not.toThrow();
  });
});

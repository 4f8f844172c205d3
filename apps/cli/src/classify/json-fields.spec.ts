import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listJsonFields } from './json-fields.js';

/** White space of JSON. */
const space = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r'), maxLength: 3 });
/** A value as JSON, with white space between its parts. */
const source = fc.oneof(
  fc.jsonValue({ noUnicodeString: false }).map((value) => JSON.stringify(value)),
  fc.jsonValue().map((value) => JSON.stringify(value, undefined, 1)),
  fc.constantFrom('12345678901234567890', '1.0', '-0', '1e400', '"\\""', '"\\\\"', '"},{\\\\\\""', '[{"a":"]"},[]]'),
);
const name = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
  fc.constantFrom('"sc\\u006fre"', '"\\""', '"\\\\"', '"__proto__"', '":"', '"}"', '""'),
);

describe('The fields of a JSON object', () => {
  it('have their names and the sources of their values, in any order and with any white space', () => {
    const field = fc.tuple(name, space, space, source, space);
    fc.assert(
      fc.property(fc.array(field), space, space, space, (fields, before, empty, behind) => {
        const content = fields.map(
          ([key, beforeColon, behindColon, value, end]) => `${empty}${key}${beforeColon}:${behindColon}${value}${end}`,
        );
        const object = `${before}{${content.join(',')}${empty}}${behind}`;
        expect(typeof JSON.parse(object)).toBe('object');
        expect(listJsonFields(object)).toEqual(
          fields.map(([key, , , value]) => ({ name: JSON.parse(key) as string, source: value })),
        );
      }),
    );
  });

  it('are found behind a long text of backslashes and quotes', () => {
    const text = '\\"'.repeat(2_000_000);
    expect(listJsonFields(`{"a":${JSON.stringify(text)},"b":1.0}`)[1]).toEqual({ name: 'b', source: '1.0' });
  });
});

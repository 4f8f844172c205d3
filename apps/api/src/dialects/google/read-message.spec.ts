import { describe, expect, it } from 'vitest';
import { readMessage } from './read-message.js';

const NAMES = ['type', 'languageCode'] as const;

describe('A message in ProtoJSON', () => {
  it.each([[{ type: 1, languageCode: 'en' }], [{ type: 1, language_code: 'en' }]])(
    'has the names of its fields in camelCase or in snake_case: %j',
    (value) => {
      expect([...readMessage(value, 'document', NAMES)]).toEqual([
        ['type', 1],
        ['languageCode', 'en'],
      ]);
    },
  );

  it('takes null for an absent field', () => {
    expect(readMessage({ type: null }, 'document', NAMES).get('type')).toBeUndefined();
  });

  it.each([[undefined], [null], ['a'], [7], [[]]])('is an object, and not %j', (value) => {
    expect(() => readMessage(value, 'document', NAMES)).toThrow('document must be an object.');
  });

  it.each(['{"other":1}', '{"Type":1}', '{"__proto__":1}', '{"constructor":null}', '{"language_Code":1}'])(
    'has no unknown field: %s',
    (text) => {
      const read = () => readMessage(JSON.parse(text), 'document', NAMES);
      expect(read).toThrow('document has an unknown field. It can have only type, languageCode.');
      expect(read).toThrow(expect.objectContaining({ kind: 'invalid-request' }));
    },
  );

  it('has no field twice', () => {
    const read = () => readMessage({ languageCode: 'en', language_code: null }, 'document', NAMES);
    expect(read).toThrow('document has the field languageCode twice, as languageCode and language_code.');
  });
});

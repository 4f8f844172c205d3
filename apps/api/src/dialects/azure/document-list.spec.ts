import { describe, expect, it } from 'vitest';
import { DIALECT_CONTEXT } from '../../dialect-route/dialect-context.fake.js';
import { AzureError } from './azure-error.js';
import { readDocuments, type ListReading } from './document-list.js';

const READING: ListReading = {
  ...DIALECT_CONTEXT,
  maxTexts: 20,
  missingCode: 'MissingInputDocuments',
  hasStatistics: false,
};

const read = (list: unknown, changes: Partial<ListReading> = {}) => readDocuments(list, { ...READING, ...changes });

function readFault(list: unknown, changes: Partial<ListReading> = {}): string | undefined {
  try {
    read(list, changes);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(AzureError);
    return (error as AzureError).fault;
  }
}

/** @returns the codes of the errors of documents, by place */
function readErrors(list: unknown, changes: Partial<ListReading> = {}): [number, string | undefined][] {
  return [...read(list, changes).errors].map(([index, { error }]) => [index, error.innererror?.code]);
}

describe('Documents of Azure', () => {
  it('are read with their places and the codes of their languages', () => {
    const list = [
      { id: 'b', text: 'x', language: 'EN-us' },
      { id: 'a', text: 'y', language: '' },
      { id: 'c', text: 'z', language: null },
    ];
    expect(read(list).documents).toEqual([
      { id: 'b', index: 0, text: 'x', language: 'EN-us', statistics: undefined },
      { id: 'a', index: 1, text: 'y', language: undefined, statistics: undefined },
      { id: 'c', index: 2, text: 'z', language: undefined, statistics: undefined },
    ]);
  });

  it.each([
    ['nothing', undefined, 'MissingInputDocuments'],
    ['null', null, 'MissingInputDocuments'],
    ['an empty list', [], 'MissingInputDocuments'],
    ['an object', {}, 'InvalidRequestBodyFormat'],
    ['a text', ['a'], 'InvalidDocument'],
    ['a list in the list', [[]], 'InvalidDocument'],
    ['no id', [{ text: 'a' }], 'InvalidDocument'],
    ['an empty id', [{ id: '', text: 'a' }], 'InvalidDocument'],
    ['a number as id', [{ id: 1, text: 'a' }], 'InvalidDocument'],
    ['an id that is not its own property', [Object.create({ id: 'a', text: 'a' })], 'InvalidDocument'],
    ['two equal ids', ['a', 'a'].map((id) => ({ id, text: 'a' })), 'InvalidDocument'],
    ['an id of a document with an error twice', ['a', 'a'].map((id) => ({ id, text: '' })), 'InvalidDocument'],
    ['a number as text', [{ id: 'a', text: 1 }], 'InvalidRequestBodyFormat'],
    ['a number as language', [{ id: 'a', text: 'a', language: 1 }], 'InvalidRequestBodyFormat'],
    ['too many documents', Array(21).fill({}), 'InvalidDocumentBatch'],
  ])('are refused as a whole with %s', (_, list, fault) => {
    expect(readFault(list)).toBe(fault);
  });

  it('have errors of their own for empty texts and other languages, and the rest is answered', () => {
    const list = [{ id: '0', text: ' ' }, { id: '1', text: 'a' }, { id: '2' }, { id: '3', text: 'a', language: 'fr' }];
    expect(readErrors(list)).toEqual([
      [0, 'InvalidDocument'],
      [2, 'InvalidDocument'],
      [3, 'UnsupportedLanguageCode'],
    ]);
    expect(read(list).documents.map(({ index }) => index)).toEqual([1]);
  });

  it('have any language while the model does not say which ones it reads', () => {
    expect(readErrors([{ id: '0', text: 'a', language: 'fr' }], { model: undefined })).toEqual([]);
  });

  it('have the limits of the cloud only if a setting asks for them', () => {
    const eleven = Array.from({ length: 11 }, (_, index) => ({ id: String(index), text: 'a' }));
    expect(readFault(eleven)).toBeUndefined();
    expect(readFault(eleven, { hasCloudLimits: true })).toBe('InvalidDocumentBatch');
    const family = [{ id: '0', text: '👨‍👩‍👧‍👦'.repeat(5_120) }];
    expect(readErrors(family, { hasCloudLimits: true })).toEqual([]);
    const longer = [{ id: '0', text: 'a'.repeat(5_121) }];
    expect(readErrors(longer)).toEqual([]);
    expect(readErrors(longer, { hasCloudLimits: true })).toEqual([[0, 'InvalidDocument']]);
  });
});

import { describe, expect, it } from 'vitest';
import { THREE_CLASS_MODEL } from '../../dialect-route/model.fake.js';
import { readSentimentRequest } from './sentiment-request.js';

const CONTEXT = { model: THREE_CLASS_MODEL, hasCloudLimits: false };
const DOCUMENT = { type: 'PLAIN_TEXT', content: 'a' };
const LONG = 'é'.repeat(500_001);

const read = (body: unknown) => readSentimentRequest(body, 'v1', CONTEXT);

describe('A request to analyzeSentiment', () => {
  it.each([
    ['v1', 'language'],
    ['v2', 'languageCode'],
    ['v2', 'language_code'],
  ] as const)('has a document with a language: %s, %s', (version, name) => {
    const body = { document: { type: 1, content: ' a ', [name]: 'en-US' }, encoding_type: 3 };
    expect(readSentimentRequest(body, version, CONTEXT)).toEqual({
      content: ' a ',
      language: 'en-US',
      unit: 'code-points',
    });
  });

  it.each([
    ['v1', 'languageCode'],
    ['v2', 'language'],
  ] as const)('of %s has no field %s, which belongs to the other version', (version, name) => {
    const body = { document: { ...DOCUMENT, [name]: 'fr' } };
    expect(() => readSentimentRequest(body, version, CONTEXT)).toThrow('document has an unknown field.');
  });

  it.each([
    [undefined, undefined],
    [null, undefined],
    [0, undefined],
    ['NONE', undefined],
    [1, 'utf8-bytes'],
    ['UTF8', 'utf8-bytes'],
    [2, 'utf16-units'],
    ['UTF16', 'utf16-units'],
    [3, 'code-points'],
    ['UTF32', 'code-points'],
  ])('tells what offsets count: %j', (encodingType, unit) => {
    expect(read({ document: DOCUMENT, encodingType }).unit).toBe(unit);
  });

  it.each([
    [[], 'The body must be an object.'],
    [{}, 'document must be an object.'],
    [{ document: null }, 'document must be an object.'],
    [{ document: DOCUMENT, features: {} }, 'The body has an unknown field.'],
    [{ document: { content: 'a' } }, 'document.type must be PLAIN_TEXT (1).'],
    [{ document: { ...DOCUMENT, type: 'TYPE_UNSPECIFIED' } }, 'document.type must be PLAIN_TEXT (1).'],
    [{ document: { ...DOCUMENT, type: 2 } }, 'document.type must be PLAIN_TEXT (1).'],
    [{ document: { ...DOCUMENT, type: 3 } }, 'document.type must be one of these names'],
    [{ document: { type: 1, gcsContentUri: 'gs://a/b' } }, 'document.gcsContentUri is not supported.'],
    [{ document: { ...DOCUMENT, gcs_content_uri: '' } }, 'document.gcsContentUri is not supported.'],
    [{ document: { type: 1 } }, 'document.content must have some text.'],
    [{ document: { type: 1, content: null } }, 'document.content must have some text.'],
    [{ document: { type: 1, content: '' } }, 'document.content must have some text.'],
    [{ document: { type: 1, content: ' \n\u00a0' } }, 'document.content must have some text.'],
    [{ document: { type: 1, content: 7 } }, 'document.content must be a string.'],
    [{ document: { type: 1, content: ['a'] } }, 'document.content must be a string.'],
    [{ document: { ...DOCUMENT, language: 'fr' } }, 'The language fr is not supported.'],
    [{ document: { ...DOCUMENT, language: 1 } }, 'document.language must be a language code'],
    [{ document: DOCUMENT, encodingType: 4 }, 'encodingType must be one of these names'],
  ])('is refused with the place of its fault: %j', (body, message) => {
    expect(() => read(body)).toThrow(message);
  });

  it('has at most 1,000,000 bytes of text with the limits of the cloud alone', () => {
    expect(read({ document: { ...DOCUMENT, content: LONG } }).content).toBe(LONG);
    const strict = (content: string) =>
      readSentimentRequest({ document: { ...DOCUMENT, content } }, 'v1', { ...CONTEXT, hasCloudLimits: true });
    expect(strict(LONG.slice(1)).content).toHaveLength(500_000);
    expect(() => strict(LONG)).toThrow('document.content must have at most 1000000 bytes of UTF-8.');
  });
});

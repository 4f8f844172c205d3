import type { DialectContext } from '../../dialect-route/dialect.js';
import type { TextUnit } from '../../document-route/text-offsets.js';
import { LANGUAGE_FIELDS, type GoogleVersion } from './google-version.js';
import { invalidField } from './invalid-field.js';
import { readLanguageCode } from './language-code.js';
import { readEnum } from './read-enum.js';
import { readMessage } from './read-message.js';

/** A request for the sentiment of a document. */
export interface SentimentRequest {
  readonly content: string;
  /** A tag of BCP 47; undefined when the language is to be detected. */
  readonly language: string | undefined;
  /** What offsets of sentences count; undefined when the client wants none. */
  readonly unit: TextUnit | undefined;
}

const TYPES = ['TYPE_UNSPECIFIED', 'PLAIN_TEXT', 'HTML'] as const;
const ENCODING_TYPES = ['NONE', 'UTF8', 'UTF16', 'UTF32'] as const;
const UNITS: Readonly<Record<(typeof ENCODING_TYPES)[number], TextUnit | undefined>> = {
  NONE: undefined,
  UTF8: 'utf8-bytes',
  UTF16: 'utf16-units',
  UTF32: 'code-points',
};
const CONTENT = 'document.content';
/** The limit of the cloud, in bytes of UTF-8. */
const MAX_CLOUD_BYTES = 1_000_000;

/**
 * Reads the body of `analyzeSentiment`.
 *
 * @throws RequestError `invalid-request`, `unsupported-language`
 */
export function readSentimentRequest(
  body: unknown,
  version: GoogleVersion,
  { model, hasCloudLimits }: Pick<DialectContext, 'model' | 'hasCloudLimits'>,
): SentimentRequest {
  const request = readMessage(body, 'The body', ['document', 'encodingType']);
  const languageField = LANGUAGE_FIELDS[version];
  const document = readMessage(request.get('document'), 'document', [
    'type',
    'content',
    'gcsContentUri',
    languageField,
  ]);
  const type = readEnum(document.get('type'), 'document.type', TYPES);
  if (type !== 'PLAIN_TEXT') throw invalidField('document.type', 'must be PLAIN_TEXT (1)');
  if (document.get('gcsContentUri') !== undefined) {
    throw invalidField('document.gcsContentUri', `is not supported. Send the text in ${CONTENT}`);
  }
  return {
    content: readContent(document.get('content'), hasCloudLimits),
    language: readLanguageCode(document.get(languageField), `document.${languageField}`, model),
    unit: UNITS[readEnum(request.get('encodingType'), 'encodingType', ENCODING_TYPES)],
  };
}

function readContent(content: unknown, hasCloudLimits: boolean): string {
  if (content !== undefined && typeof content !== 'string') throw invalidField(CONTENT, 'must be a string');
  if (content === undefined || content.trim() === '') throw invalidField(CONTENT, 'must have some text');
  if (hasCloudLimits && Buffer.byteLength(content) > MAX_CLOUD_BYTES) {
    throw invalidField(CONTENT, `must have at most ${MAX_CLOUD_BYTES} bytes of UTF-8`);
  }
  return content;
}

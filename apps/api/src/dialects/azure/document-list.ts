import { includesLanguage, type Document } from '#libs/analysis';
import type { ModelDescription } from '#libs/prediction';
import { createTextOffsets } from '../../document-route/text-offsets.js';
import type { DialectContext } from '../../dialect-route/dialect.js';
import { getProperty } from '../../prediction-route/read-property.js';
import { AzureError } from './azure-error.js';
import type { AzureDocumentError, AzureDocumentStatistics } from './azure.dto.js';
import { toDocumentError } from './document-error.js';
import { countDocument } from './statistics.js';

/** The limits of the cloud. */
const MAX_CLOUD_DOCUMENTS = 10;
const MAX_CLOUD_TEXT_ELEMENTS = 5_120;

/** A document of the request. */
export interface NamedDocument extends Document {
  readonly id: string;
  /** Its place in the request. */
  readonly index: number;
  /** Undefined unless the request asks for them. */
  readonly statistics: AzureDocumentStatistics | undefined;
}

/** The documents of a request. */
export interface DocumentList {
  /** Those that need the model. */
  readonly documents: readonly NamedDocument[];
  /** Errors of the others, by their places in the request. */
  readonly errors: ReadonlyMap<number, AzureDocumentError>;
}

export interface ListReading extends Pick<DialectContext, 'model' | 'maxTexts' | 'hasCloudLimits'> {
  /** Whether the documents are counted. That takes time for a long text, so it is done in the turn of the body. */
  readonly hasStatistics: boolean;
  /** The code of a request without documents, which is another one in earlier versions. */
  readonly missingCode: 'MissingInputDocuments' | 'MissingInputRecords';
}

/**
 * Reads a list of documents. A document with a text or a language that is not valid has an error of its own, and the others are answered.
 *
 * @throws AzureError
 */
export function readDocuments(value: unknown, reading: ListReading): DocumentList {
  checkList(value, reading);
  const ids = new Set<string>();
  const documents: NamedDocument[] = [];
  const errors = new Map<number, AzureDocumentError>();
  value.forEach((item: unknown, index) => {
    const document = readDocument(item, index, reading.hasStatistics);
    if (ids.has(document.id)) {
      throw new AzureError('InvalidDocument', `documents/${index}/id must not be the id of another document.`);
    }
    ids.add(document.id);
    const error = findError(document, reading);
    if (error) errors.set(index, error);
    else documents.push(document);
  });
  return { documents, errors };
}

/** @throws AzureError */
function checkList(
  value: unknown,
  { maxTexts, hasCloudLimits, missingCode }: ListReading,
): asserts value is readonly unknown[] {
  if (value !== undefined && value !== null && !Array.isArray(value)) {
    throw new AzureError('InvalidRequestBodyFormat', 'documents must be a list.');
  }
  if (!value || value.length === 0) throw new AzureError(missingCode, 'documents must have at least one document.');
  const limit = hasCloudLimits ? Math.min(MAX_CLOUD_DOCUMENTS, maxTexts) : maxTexts;
  if (value.length > limit) {
    throw new AzureError(
      'InvalidDocumentBatch',
      `Batch request contains too many records. Max ${limit} records are permitted.`,
    );
  }
}

/** @throws AzureError */
function readDocument(value: unknown, index: number, hasStatistics: boolean): NamedDocument {
  const [id, text, language] = ['id', 'text', 'language'].map((name) => getProperty(value, name) ?? '');
  if (typeof id !== 'string' || id === '') {
    throw new AzureError('InvalidDocument', `documents/${index}/id must be a string with at least one character.`);
  }
  if (typeof text !== 'string' || typeof language !== 'string') {
    const name = typeof text === 'string' ? 'language' : 'text';
    throw new AzureError('InvalidRequestBodyFormat', `documents/${index}/${name} must be a string.`);
  }
  const statistics = hasStatistics ? countDocument(text) : undefined;
  return { id, index, text, language: language === '' ? undefined : language, statistics };
}

function findError(
  { id, text, language }: NamedDocument,
  { model, hasCloudLimits }: ListReading,
): AzureDocumentError | undefined {
  if (text.trim() === '') return toDocumentError(id, 'InvalidDocument', 'Document text is empty.');
  if (language !== undefined && !readsLanguage(model, language)) {
    return toDocumentError(
      id,
      'UnsupportedLanguageCode',
      `Invalid language code. Supported languages: ${model?.languages.join(',')}`,
    );
  }
  if (hasCloudLimits && createTextOffsets(text, 'graphemes')(text.length) > MAX_CLOUD_TEXT_ELEMENTS) {
    return toDocumentError(
      id,
      'InvalidDocument',
      `A document within the request was too large to be processed. Limit document size to: ${MAX_CLOUD_TEXT_ELEMENTS} text elements.`,
    );
  }
  return undefined;
}

/** A model that does not say which languages it reads gets all of them. */
function readsLanguage(model: ModelDescription | undefined, language: string): boolean {
  const languages = model?.languages ?? [];
  return languages.length === 0 || includesLanguage(languages, language);
}

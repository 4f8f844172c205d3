import { RequestError } from '../http/errors/request-error.js';
import { invalidRequest } from '../prediction-route/invalid-request.js';
import type { LineValue } from '../line-stream/line-value.js';
import { toAnalysisRequest, type AnalysisRequest } from './analysis-request.dto.js';
import type { DocumentAnalysisDto } from './analysis-response.dto.js';
import type { AnalyzeResult } from './analysis-response.interceptor.js';
import { isAnalyzed, toDocument, toDocumentFailure } from './to-analysis-response.js';

/** Where the document of a line stands in the request that is made of it. */
const DOCUMENT_POINTER = '/documents/0';

/** The answer to a line: a document without its place in a request. */
export type LineAnalysis = Omit<DocumentAnalysisDto, 'id' | 'index'>;

/**
 * @param value a text, or an object with the properties of a document and those of a request
 * @returns the line as a request of one document
 * @throws RequestError `invalid-request` with places in that request
 */
export function toLineRequest(value: LineValue): AnalysisRequest {
  // The stream repeats the id, not the analysis.
  const document = typeof value === 'string' ? { text: value } : { ...value, id: undefined };
  const options = typeof value === 'string' ? {} : value;
  return toAnalysisRequest({ ...options, documents: [document] }, 1);
}

/** @returns the same error, with the places in the line instead of those in the request */
export function toLineError(error: unknown): unknown {
  if (!(error instanceof RequestError) || error.faults.length === 0) return error;
  return invalidRequest(
    error.faults.map(({ pointer, detail }) => ({
      pointer: pointer.startsWith(DOCUMENT_POINTER) ? pointer.slice(DOCUMENT_POINTER.length) : pointer,
      detail,
    })),
  );
}

/** @throws RequestError `text-failed`, `text-refused`, `unsupported-language` */
export function toLineAnalysis({ request, outcomes }: AnalyzeResult): LineAnalysis {
  const [document] = request.documents;
  const [outcome] = outcomes;
  if (!document || !outcome) throw new Error('a document has no outcome');
  if (isAnalyzed(outcome)) return toDocument(document, outcome, request);
  const { kind, detail } = toDocumentFailure(outcome);
  throw new RequestError(kind, detail);
}

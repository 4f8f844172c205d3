import { MAX_EXPLAINED_UNITS, type PreparedAnalysis } from '#libs/analysis';
import { invalidRequest } from '../prediction-route/invalid-request.js';
import type { AnalysisRequest } from './analysis-request.dto.js';

/** Each sentence is a text for the model. */
export const MAX_SENTENCES = 2_000;
/** Each word of an explained document is one more text for the model. */
export const MAX_EXPLAINED_WORDS = 64;
const MAX_EXPLAINED_DOCUMENTS = 10;

/**
 * Refuses a request for the explanation of too many or too long documents, before any work is done for it.
 *
 * @throws RequestError `invalid-request`
 */
export function checkExplainedDocuments({ documents, explain }: AnalysisRequest): void {
  if (!explain) return;
  if (documents.length > MAX_EXPLAINED_DOCUMENTS) {
    const detail = `must have at most ${MAX_EXPLAINED_DOCUMENTS} documents if "explain" is true`;
    throw invalidRequest([{ pointer: '/documents', detail }]);
  }
  refuseTexts(
    documents.map(({ text }) => text.length > MAX_EXPLAINED_UNITS),
    `must have at most ${MAX_EXPLAINED_UNITS} UTF-16 units if "explain" is true`,
  );
}

/**
 * Refuses a request with too many sentences or words.
 *
 * @throws RequestError `invalid-request`
 */
export function checkParts({ documents }: PreparedAnalysis): void {
  const sentences = documents.reduce((sum, document) => sum + document.sentences.length, 0);
  if (sentences > MAX_SENTENCES) {
    throw invalidRequest([{ pointer: '/documents', detail: `must have at most ${MAX_SENTENCES} sentences in all` }]);
  }
  refuseTexts(
    documents.map(({ words }) => words.length > MAX_EXPLAINED_WORDS),
    `must have at most ${MAX_EXPLAINED_WORDS} words if "explain" is true`,
  );
}

/** @param isFaulty for each document @throws RequestError if a document is faulty */
function refuseTexts(isFaulty: readonly boolean[], detail: string): void {
  const faults = isFaulty.flatMap((faulty, index) => (faulty ? [{ pointer: `/documents/${index}/text`, detail }] : []));
  if (faults.length > 0) throw invalidRequest(faults);
}

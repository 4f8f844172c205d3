import type { PreparedAnalysis, PreparedDocument } from '#libs/analysis';
import type { BodyFault } from '../http/errors/request-error.js';
import { invalidRequest } from '../prediction-route/invalid-request.js';

/** Each sentence is a text for the model. */
export const MAX_SENTENCES = 2_000;
/** Each word of an explained document is one more text for the model. */
export const MAX_EXPLAINED_DOCUMENTS = 10;
export const MAX_EXPLAINED_WORDS = 64;

/**
 * Refuses a request with too many sentences or words.
 *
 * @throws RequestError `invalid-request`
 */
export function checkLimits({ documents, parts }: PreparedAnalysis): void {
  const sentences = documents.reduce((sum, document) => sum + document.sentences.length, 0);
  if (sentences > MAX_SENTENCES) {
    const detail = `must have at most ${MAX_SENTENCES} sentences in all, and have ${sentences}`;
    throw invalidRequest([{ pointer: '/documents', detail }]);
  }
  if (!parts.words) return;
  if (documents.length > MAX_EXPLAINED_DOCUMENTS) {
    const detail = `must have at most ${MAX_EXPLAINED_DOCUMENTS} documents if "explain" is true`;
    throw invalidRequest([{ pointer: '/documents', detail }]);
  }
  const faults = documents.flatMap(listWordFaults);
  if (faults.length > 0) throw invalidRequest(faults);
}

function listWordFaults({ words }: PreparedDocument, index: number): BodyFault[] {
  if (words && words.length <= MAX_EXPLAINED_WORDS) return [];
  return [
    {
      pointer: `/documents/${index}/text`,
      detail: `must have at most ${MAX_EXPLAINED_WORDS} words if "explain" is true`,
    },
  ];
}

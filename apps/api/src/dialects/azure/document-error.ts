import type { DocumentAnalysis, DocumentOutcome } from '#libs/analysis';
import type { AzureDocumentError } from './azure.dto.js';

/** @returns the error of a document that its sender can mend */
export function toDocumentError(
  id: string,
  code: 'InvalidDocument' | 'UnsupportedLanguageCode',
  message: string,
): AzureDocumentError {
  return { id, error: { code: 'InvalidArgument', message, innererror: { code, message } } };
}

/** @returns the error of a document for which the analysis has no answer */
export function toOutcomeError(id: string, outcome: Exclude<DocumentOutcome, DocumentAnalysis>): AzureDocumentError {
  if ('unsupportedLanguage' in outcome) {
    const message = `The model does not read texts in the language "${outcome.unsupportedLanguage}".`;
    return toDocumentError(id, 'UnsupportedLanguageCode', message);
  }
  if (outcome.isRefused) return toDocumentError(id, 'InvalidDocument', outcome.failure);
  return { id, error: { code: 'InternalServerError', message: outcome.failure } };
}

import { createTextOffsets } from '../../document-route/text-offsets.js';
import type { AzureBatchStatistics, AzureDocumentSentiment, AzureDocumentStatistics } from './azure.dto.js';

/** A text record of Azure, in text elements: what it bills. */
const TEXT_ELEMENTS_PER_TRANSACTION = 1_000;

export function countDocument(text: string): AzureDocumentStatistics {
  const charactersCount = createTextOffsets(text, 'graphemes')(text.length);
  return { charactersCount, transactionsCount: Math.ceil(charactersCount / TEXT_ELEMENTS_PER_TRANSACTION) };
}

/**
 * @param documents those with an answer and statistics
 * @param errors number of the others
 */
export function countBatch(documents: readonly AzureDocumentSentiment[], errors: number): AzureBatchStatistics {
  return {
    documentsCount: documents.length + errors,
    validDocumentsCount: documents.length,
    erroneousDocumentsCount: errors,
    transactionsCount: documents.reduce((sum, { statistics }) => sum + (statistics?.transactionsCount ?? 0), 0),
  };
}

import type { DialectContext } from '../../dialect-route/dialect.js';
import type { DocumentRequest } from '../../document-route/document-request.js';
import { getProperty } from '../../prediction-route/read-property.js';
import { checkApiVersion } from './api-version.js';
import { AzureError } from './azure-error.js';
import { readOptions } from './request-options.js';
import { readSentimentRequest } from './sentiment-request.js';

const KIND = 'SentimentAnalysis';

/**
 * Reads a request of Azure AI Language.
 *
 * @param query of the URL
 * @throws AzureError
 */
export function readAnalyzeTextRequest(body: unknown, query: unknown, context: DialectContext): DocumentRequest {
  checkApiVersion(query);
  if (getProperty(body, 'kind') !== KIND) {
    throw new AzureError('InvalidParameterValue', `kind must be ${KIND}. The service does no other analysis.`);
  }
  return readSentimentRequest(getProperty(getProperty(body, 'analysisInput'), 'documents'), {
    context,
    options: readOptions(query, getProperty(body, 'parameters')),
    missingCode: 'MissingInputDocuments',
    wrap: (results) => ({ kind: 'SentimentAnalysisResults', results }),
  });
}

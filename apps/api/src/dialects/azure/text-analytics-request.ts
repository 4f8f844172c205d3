import type { DialectContext } from '../../dialect-route/dialect.js';
import type { DocumentRequest } from '../../document-route/document-request.js';
import { getProperty } from '../../prediction-route/read-property.js';
import { readOptions } from './request-options.js';
import { readSentimentRequest } from './sentiment-request.js';

/**
 * Reads a request of Text Analytics.
 *
 * @param query of the URL
 * @throws AzureError
 */
export function readTextAnalyticsRequest(body: unknown, query: unknown, context: DialectContext): DocumentRequest {
  return readSentimentRequest(getProperty(body, 'documents'), {
    context,
    options: readOptions(query),
    missingCode: 'MissingInputRecords',
    wrap: (results) => results,
  });
}

import type { AnsweringDialect } from '../../dialect-route/dialect.js';
import { renderAzureError } from './render-error.js';

/** The sentiment analysis of Azure AI Language, and of Text Analytics before it. */
export const AZURE = { name: 'azure', renderError: renderAzureError } as const satisfies AnsweringDialect;

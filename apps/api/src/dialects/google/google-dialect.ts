import type { AnsweringDialect } from '../../dialect-route/dialect.js';
import { renderGoogleError } from './render-error.js';

/** The REST API of Google Cloud Natural Language. */
export const GOOGLE = { name: 'google', renderError: renderGoogleError } as const satisfies AnsweringDialect;

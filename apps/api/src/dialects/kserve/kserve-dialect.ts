import type { AnsweringDialect } from '../../dialect-route/dialect.js';
import { renderInferenceError } from '../open-inference/render-error.js';

/** The protocol V1 of KServe. Its errors are those of V2. */
export const KSERVE = { name: 'kserve', renderError: renderInferenceError } as const satisfies AnsweringDialect;

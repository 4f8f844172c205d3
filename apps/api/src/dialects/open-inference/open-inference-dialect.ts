import type { AnsweringDialect } from '../../dialect-route/dialect.js';
import { renderInferenceError } from './render-error.js';

/** The Open Inference Protocol V2 over REST, as Triton, KServe and MLServer speak it. */
export const OPEN_INFERENCE = {
  name: 'open-inference',
  renderError: renderInferenceError,
} as const satisfies AnsweringDialect;

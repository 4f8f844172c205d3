import type { AnsweringDialect } from '../../dialect-route/dialect.js';
import { renderVllmError } from './render-error.js';

/** The classification of vLLM, which SGLang has too. */
export const VLLM = { name: 'vllm', renderError: renderVllmError } as const satisfies AnsweringDialect;

import type { DialectName } from '../../config/dialect-names.js';
import type { AnsweringDialect } from '../../dialect-route/dialect.js';
import { KSERVE } from '../kserve/kserve-dialect.js';
import { VLLM } from '../vllm/vllm-dialect.js';

/**
 * The dialect of `GET /v1/models` for errors and telemetry, because the request does not tell: that of vLLM, whose clients ask for the
 * route, if it is on. The client of KServe does not.
 *
 * @param dialects those that are on
 */
export function chooseModelsDialect(dialects: readonly DialectName[]): AnsweringDialect {
  return dialects.includes(VLLM.name) ? VLLM : KSERVE;
}

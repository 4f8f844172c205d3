import type { HealthStatus } from '../openapi/api-types.js';
import { createBrokenAnswerError } from '../transport/transport-errors.js';
import { isRecord, parseJson } from '../transport/parse-json.js';
import type { ReadResponse } from '../transport/read-problem.js';

/**
 * Reads the answer of `GET /health`.
 *
 * @throws ClientError `broken-answer` for an answer of another shape
 */
export function readHealth({ text }: ReadResponse): HealthStatus {
  const answer = parseJson(text);
  if (isRecord(answer) && (answer.status === 'healthy' || answer.status === 'unhealthy')) {
    return { status: answer.status };
  }
  throw createBrokenAnswerError('it has no valid status');
}

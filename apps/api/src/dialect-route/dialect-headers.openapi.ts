import type { ApiResponseOptions } from '@nestjs/swagger';
import { RESULT_HEADERS } from '../prediction-route/prediction-route.openapi.js';

/** The headers of an answer with predictions in the format of another model server. */
export const DIALECT_HEADERS = {
  ...RESULT_HEADERS,
  'X-Truncated': {
    description: 'Indexes of the texts that are longer than what the model reads. Absent when there are none.',
    schema: { type: 'string' },
    example: '0,3',
  },
} satisfies ApiResponseOptions['headers'];

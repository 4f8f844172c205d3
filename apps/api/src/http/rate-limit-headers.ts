import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** The headers of draft-ietf-httpapi-ratelimit-headers. */
const RATE_LIMIT_HEADERS = {
  RateLimit: {
    description:
      'The requests that this client may still send (`r`), and the seconds until its window ends (`t`). Absent when ' +
      'RATE_LIMIT_REQUESTS is 0.',
    schema: { type: 'string' },
    example: '"default";r=99;t=60',
  },
  'RateLimit-Policy': {
    description:
      'The requests that a client may send in a window (`q`), and the length of the window in seconds (`w`). Absent when ' +
      'RATE_LIMIT_REQUESTS is 0.',
    schema: { type: 'string' },
    example: '"default";q=100;w=60',
  },
};

/** Adds the headers to all responses of an operation: clients are counted before all other checks. */
export function documentRateLimit(operation: Operation): void {
  for (const response of Object.values(operation.responses)) {
    // Not by reference: generated types would take an absent header for a required one.
    if (response && !('$ref' in response)) response.headers = { ...response.headers, ...RATE_LIMIT_HEADERS };
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http';

/** Tells a client that waits with its body (RFC 9110, section 10.1.1) to send it. HTTP/1.0 has no such clients. */
export function sendContinue({ headers, httpVersion }: IncomingMessage, response: ServerResponse): void {
  if (headers.expect !== undefined && httpVersion !== '1.0') response.writeContinue();
}

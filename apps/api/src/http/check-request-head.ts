import type { IncomingMessage } from 'node:http';
import { RequestError } from './errors/request-error.js';

/** `uri-host [ ":" port ]` of RFC 9110, section 7.2; a host may be empty. */
const HOST = /^(\[[\da-f:.]+\]|\[v[\da-f]+\.[\w.~!$&'()*+,;=:-]+\]|([\w.~!$&'()*+,;=-]|%[\da-f]{2})*)(:\d*)?$/i;

/**
 * Refuses the heads that RFC 9110 and RFC 9112 tell a server to refuse, and that Node's parser lets pass.
 *
 * @throws RequestError `malformed-request` for a missing, second or invalid Host, and for a body whose end is unknown;
 * `unsupported-transfer-coding` for a coding besides `chunked`; `expectation-failed` for one besides `100-continue`
 */
export function checkRequestHead(request: IncomingMessage): void {
  checkHost(request);
  checkTransferCoding(request);
  const { expect } = request.headers;
  if (expect !== undefined && expect.trim().toLowerCase() !== '100-continue' && request.httpVersion !== '1.0') {
    throw new RequestError('expectation-failed', 'The service supports only the expectation 100-continue.');
  }
}

/** RFC 9112, section 3.2. */
function checkHost({ headers, rawHeaders, httpVersion }: IncomingMessage): void {
  const { host } = headers;
  if (host === undefined) {
    if (httpVersion === '1.0') return;
    throw new RequestError('malformed-request', 'The header Host is missing.');
  }
  if (!HOST.test(host)) {
    throw new RequestError('malformed-request', 'The header Host is not a host name or address with an optional port.');
  }
  let hosts = 0;
  // `headers` holds the first Host only.
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  if (hosts > 1) throw new RequestError('malformed-request', 'The request has more than one header Host.');
}

/** RFC 9112, sections 6.1 and 6.3: without a final `chunked` the end of the body is unknown. */
function checkTransferCoding({ headers, httpVersion }: IncomingMessage): void {
  const header = headers['transfer-encoding'];
  if (header === undefined) return;
  if (httpVersion === '1.0') {
    throw new RequestError('malformed-request', 'An HTTP/1.0 request must not have a Transfer-Encoding.');
  }
  const codings = header.split(',').map((coding) => coding.trim().toLowerCase());
  if (codings.at(-1) !== 'chunked') {
    throw new RequestError('malformed-request', 'The last Transfer-Encoding must be chunked.');
  }
  if (codings.length > 1) {
    throw new RequestError('unsupported-transfer-coding', 'The service supports only the Transfer-Encoding chunked.');
  }
}

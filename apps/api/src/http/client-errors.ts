import { randomUUID } from 'node:crypto';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { IDLE_CLOSED_EVENT } from './connection-limit.js';
import { PROBLEM_MEDIA_TYPE, toProblem } from './errors/problem.dto.js';
import { RequestError } from './errors/request-error.js';
import { getRequestContext } from './request-context.js';

/** Node stores the response whose turn it is in this property of the socket. */
type HttpSocket = Socket & { readonly _httpMessage?: ServerResponse | null };

/**
 * Answers bytes that are not HTTP and requests that arrive too slowly with a problem, and closes the connection. (Without
 * a listener Node answers them without a body.)
 *
 * @param onRefused receives, in one word, why a connection was closed without a request in progress
 */
export function handleClientErrors(server: Server, onRefused: (reason: string) => void): void {
  server.on('drop', () => onRefused('too-many'));
  server.on(IDLE_CLOSED_EVENT, () => onRefused('idle-closed'));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: HttpSocket) => {
    const { _httpMessage: response } = socket;
    // The client has left, or it opened the connection ahead and never used it: then it would take this answer for the
    // answer to a request that it is just sending.
    const isUnanswerable = error.code === 'ECONNRESET' || !socket.writable || socket.bytesRead === 0;
    // The broken bytes may follow a complete request whose answer is under way: no other answer may take its place.
    if (isUnanswerable || response?.headersSent || response?.req.complete) {
      socket.destroy();
      return;
    }
    const requestError = toError(error.code);
    if (response) {
      answerOn(response, requestError);
    } else {
      onRefused(requestError.kind);
      answerAlone(socket, requestError);
    }
  });
}

/** The request was valid until its body broke off. */
function answerOn(response: ServerResponse, error: RequestError): void {
  const context = getRequestContext(response);
  context.errorKind = error.kind;
  const problem = toProblem(error, context.requestId);
  response.writeHead(problem.status, { 'Content-Type': PROBLEM_MEDIA_TYPE, Connection: 'close' });
  response.end(JSON.stringify(problem), () => response.req.socket.destroy());
}

function answerAlone(socket: Socket, error: RequestError): void {
  const id = randomUUID();
  const problem = toProblem(error, id);
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    `X-Request-Id: ${id}`,
    `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

function toError(code: string | undefined): RequestError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new RequestError('headers-too-large', 'The headers are past 16 KB.');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new RequestError('request-too-slow', 'The request did not arrive in time.');
    default:
      return new RequestError('malformed-request', 'This is not readable HTTP/1.1.');
  }
}

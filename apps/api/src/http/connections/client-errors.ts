import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '#libs/clock';
import { PROBLEM_MEDIA_TYPE, toProblem } from '../errors/problem.dto.js';
import { RequestError } from '../errors/request-error.js';
import { findRequestContext } from '../request-context.js';
import { closeLingering, discardInput } from './lingering-close.js';
import type { PendingResponses } from './pending-responses.js';

/** The event of a server that refused a connection or bytes on it; its argument is the reason, in one word. */
export const REFUSED_EVENT = 'refused';

/** The connection ended in the middle of a request. */
const END_IN_REQUEST = 'HPE_INVALID_EOF_STATE';

/**
 * Answers bytes that are not HTTP, requests that arrive too slowly, and CONNECT with a problem, and closes the connection.
 * (Node would answer them without a body, or not at all.)
 */
export function handleClientErrors(server: Server, pending: PendingResponses, clock: Clock): void {
  const refuse = (socket: Socket, error: RequestError, headers?: readonly string[]) => {
    server.emit(REFUSED_EVENT, error.kind);
    answerAlone(socket, error, headers);
    closeLingering(socket, clock);
  };
  const refused = new WeakSet<Socket>();
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // Node's parser reports each chunk after the first broken one again.
    if (refused.has(socket)) return;
    // The client has left, or it opened the connection ahead and never used it: then it would take this answer for the
    // answer to a request that it is just sending.
    if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesRead === 0) {
      socket.destroy();
      return;
    }
    refused.add(socket);
    discardInput(socket);
    const requestError = toError(error.code);
    const last = pending.list(socket).at(-1);
    if (last && !last.req.complete && !last.headersSent) {
      answerOn(last, requestError);
      return;
    }
    // The client of a stream of lines has closed the connection. The rest of its answer would have no reader.
    if (error.code === END_IN_REQUEST && last?.socket === socket && !last.req.complete) {
      socket.destroy();
      return;
    }
    // The broken bytes follow complete requests, which get their answers first.
    pending.whenFinished(socket, () => {
      if (socket.destroyed) return;
      if (last?.req.complete === false || !isAnswerExpected(error.code)) closeLingering(socket, clock);
      else refuse(socket, requestError);
    });
  });
  server.on('connect', (_request: IncomingMessage, socket: Socket) => {
    socket.on('error', () => socket.destroy());
    const error = new RequestError('method-not-allowed', 'The service is not a proxy and does not support CONNECT.');
    pending.whenFinished(socket, () => refuse(socket, error, ['Allow: ']));
  });
}

/** Whether a client reads another answer: not after `Connection: close`. */
function isAnswerExpected(code: string | undefined): boolean {
  return code !== 'HPE_CLOSED_CONNECTION';
}

/** The request was valid until its body broke off. */
function answerOn(response: ServerResponse, error: RequestError): void {
  // A request that waits for its turn has no context yet.
  const context = findRequestContext(response);
  if (context) context.errorKind = error.kind;
  const id = context?.requestId ?? randomUUID();
  const problem = toProblem(error, id);
  response.writeHead(problem.status, {
    'X-Request-Id': id,
    'Content-Type': PROBLEM_MEDIA_TYPE,
    Connection: 'close',
  });
  response.end(JSON.stringify(problem));
}

function answerAlone(socket: Socket, error: RequestError, headers: readonly string[] = []): void {
  const id = randomUUID();
  const problem = toProblem(error, id);
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    `X-Request-Id: ${id}`,
    `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...headers,
    'Connection: close',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function toError(code: string | undefined): RequestError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new RequestError('headers-too-large', 'The headers are larger than 16 KB.');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new RequestError('request-too-slow', 'The request did not arrive in time.');
    default:
      return new RequestError('malformed-request', 'The request is not valid HTTP/1.1.');
  }
}

import { randomUUID } from 'node:crypto';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { getRequestContext } from '#libs/observability';
import { ServiceError } from '#libs/prediction';
import { PROBLEM_MEDIA_TYPE, toProblem } from './errors/problem.dto.js';

/** Node hangs the response whose turn it is on the socket, and looks at it in the same place. */
type HttpSocket = Socket & { readonly _httpMessage?: ServerResponse | null };

/**
 * Answers what is no HTTP or comes too slowly, as Node does where nobody listens, but with a problem, and closes the
 * connection.
 *
 * @param onRefused told, in a word, why a connection was closed that had brought no request
 */
export function handleClientErrors(server: Server, onRefused: (reason: string) => void): void {
  server.on('drop', () => onRefused('too-many'));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: HttpSocket) => {
    const { _httpMessage: response } = socket;
    // Gone; or opened ahead and never used: an answer would be taken for that of a request that is just being sent.
    const isNobodyThere = error.code === 'ECONNRESET' || !socket.writable || socket.bytesRead === 0;
    // What breaks may be behind a whole request, whose answer is under way: none may get into its place or its middle.
    if (isNobodyThere || response?.headersSent || response?.req.complete) {
      socket.destroy();
      return;
    }
    const error_ = toError(error.code);
    if (response) {
      answerOn(response, error_);
    } else {
      onRefused(error_.kind);
      answerAlone(socket, error_);
    }
  });
}

/** The request was one until its body broke off. */
function answerOn(response: ServerResponse, error_: ServiceError): void {
  const record = getRequestContext(response.req);
  record.errorKind = error_.kind;
  const problem = toProblem(error_, record.requestId);
  response.writeHead(problem.status, { 'Content-Type': PROBLEM_MEDIA_TYPE, Connection: 'close' });
  response.end(JSON.stringify(problem), () => response.req.socket.destroy());
}

function answerAlone(socket: Socket, error_: ServiceError): void {
  const id = randomUUID();
  const problem = toProblem(error_, id);
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

function toError(code: string | undefined): ServiceError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new ServiceError('headers-too-large', 'The headers are past 16 KB.');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new ServiceError('request-too-slow', 'The request did not arrive in time.');
    default:
      return new ServiceError('malformed-request', 'This is not readable HTTP/1.1.');
  }
}

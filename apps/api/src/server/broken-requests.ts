import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { ServiceError } from '#libs/classification';
import { PROBLEM_MEDIA_TYPE, toProblem } from '../errors/problem.dto.js';

/**
 * Answers what never became a request, as Node does where nobody listens, but with a problem, and closes the connection.
 *
 * @param onRefused told why a connection was closed, in a word
 */
export function answerBrokenRequests(server: Server, onRefused: (reason: string) => void): void {
  server.on('drop', () => onRefused('too-many'));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // Gone, or nothing came: nobody to answer.
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const problem = toProblem(faultOf(error.code), randomUUID());
    onRefused(problem.type.split(':').at(-1) ?? '');
    // An answer that has begun must not get another one into its middle.
    if (hasBegunToAnswer(socket)) {
      socket.destroy();
      return;
    }
    const body = JSON.stringify(problem);
    const head = [
      `HTTP/1.1 ${problem.status} ${problem.title}`,
      `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
  });
}

/** Node's parser hangs the response on the socket while there is one, and looks at it in the same way. */
function hasBegunToAnswer(
  socket: Socket & { readonly _httpMessage?: { readonly headersSent: boolean } | null },
): boolean {
  return socket._httpMessage?.headersSent ?? false;
}

function faultOf(code: string | undefined): ServiceError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new ServiceError('headers-too-large', 'The headers are past 16 KB.');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new ServiceError('request-too-slow', 'The request did not arrive in time.');
    default:
      return new ServiceError('malformed-request', 'This is not readable HTTP/1.1.');
  }
}

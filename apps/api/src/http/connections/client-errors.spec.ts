import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { handleClientErrors, REFUSED_EVENT } from './client-errors.js';
import { followResponses } from './follow-responses.fake.js';

let server: Server;
let refusals: string[];

beforeEach(async () => {
  refusals = [];
  server = createServer();
  handleClientErrors(server, followResponses(server), new ManualClock());
  server.on(REFUSED_EVENT, (reason: string) => refusals.push(reason));
  server.on('request', (request, response) => {
    request.resume();
    // The answer to a stream begins before the end of the request.
    if (request.url === '/stream') response.flushHeaders();
    // A request with a body is answered when its body has arrived.
    request.on('end', () => response.end(`answer to ${request.url}`));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

function open(): Socket {
  return connect((server.address() as AddressInfo).port, '127.0.0.1');
}

/** Sends bytes and returns all that the server answers until it closes its sending half. */
async function exchange(bytes: string): Promise<{ head: string; problem: unknown; received: string }> {
  const socket = open();
  let received = '';
  socket.on('data', (chunk) => (received += chunk.toString()));
  socket.write(bytes);
  await once(socket, 'end');
  socket.destroy();
  const head = received.slice(received.lastIndexOf('HTTP/1.1 '), received.lastIndexOf('\r\n\r\n'));
  const json = received.slice(received.indexOf('{'), received.lastIndexOf('}') + 1);
  return { head, problem: json === '' ? undefined : JSON.parse(json), received };
}

const BROKEN = 'no HTTP at all\r\n\r\n';
const COMPLETE = 'GET /complete HTTP/1.1\r\nHost: a\r\n\r\n';

describe('Client errors: bytes that are not a request', () => {
  it.each([
    ['no HTTP', BROKEN, 400, 'malformed-request'],
    ['a head past 16 KB', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'headers-too-large'],
    ['CONNECT', 'CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n', 405, 'method-not-allowed'],
  ])('are answered with a problem, and the connection is closed: %s', async (_, bytes, status, kind) => {
    const { head, problem } = await exchange(bytes);
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head).toContain('\r\nContent-Type: application/problem+json\r\n');
    expect(head).toMatch(/\r\nConnection: close$/);
    const [, id = ''] = /X-Request-Id: (\S+)/.exec(head) ?? [];
    expect(problem).toMatchObject({ status, type: `urn:sentiment:problem:${kind}`, instance: `urn:request:${id}` });
    expect(refusals).toEqual([kind]);
  });

  it('get no method offered for CONNECT', async () => {
    expect((await exchange('CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n')).head).toContain('\r\nAllow: \r\n');
  });

  it('are answered after the complete requests before them', async () => {
    const { received } = await exchange(COMPLETE + BROKEN);
    expect(received).toMatch(/^HTTP\/1\.1 200 OK[^]*answer to \/complete[^]*HTTP\/1\.1 400 /);
  });

  it('are not answered after the last answer of a connection', async () => {
    const { received } = await exchange(`GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n${BROKEN}`);
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
    expect(refusals).toEqual([]);
  });
});

describe('Client errors: a body that breaks off', () => {
  it('is the fault of its request, and is no refused connection', async () => {
    const request = 'POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
    const { received, problem } = await exchange(`${request}no length\r\n`);
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
    expect(problem).toMatchObject({ type: 'urn:sentiment:problem:malformed-request' });
    expect(refusals).toEqual([]);
  });

  it('ends the answer that has begun, when the client closes the connection', async () => {
    const socket = open();
    socket.write('POST /stream HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{}\n\r\n');
    const [[, response]] = (await Promise.all([once(server, 'request'), once(socket, 'data')])) as [
      [IncomingMessage, ServerResponse],
      unknown,
    ];
    const closed = once(response, 'close');
    socket.end();
    await closed;
    expect([response.writableFinished, refusals]).toEqual([false, []]);
  });
});

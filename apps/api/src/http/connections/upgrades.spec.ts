import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followResponses } from './follow-responses.fake.js';
import { ignoreUpgrades } from './upgrades.js';

let server: Server;
let requests: { url: string | undefined; upgrade: string | undefined; body: string }[];

beforeEach(async () => {
  requests = [];
  server = createServer();
  ignoreUpgrades(server, followResponses(server));
  server.on('request', (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      requests.push({ url: request.url, upgrade: request.headers.upgrade, body });
      response.end(`answer to ${request.url}`);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

/** Sends bytes and returns all that the server answers until it closes the connection. */
async function exchange(bytes: string): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk) => (received += chunk.toString()));
  socket.write(bytes);
  await once(socket, 'close');
  return received;
}

const UPGRADE = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n';
const LAST = 'GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

describe('HTTP upgrade: a request that asks for another protocol', () => {
  it('is served as if it did not ask, with its body and the request after it', async () => {
    const first = `POST /first HTTP/1.1\r\nHost: a\r\n${UPGRADE}Content-Length: 4\r\n\r\ntext`;
    const received = await exchange(first + LAST);
    expect(requests).toEqual([
      { url: '/first', upgrade: undefined, body: 'text' },
      { url: '/last', upgrade: undefined, body: '' },
    ]);
    expect(received.match(/answer to \/[a-z]+/g)).toEqual(['answer to /first', 'answer to /last']);
  });

  it('is answered after the requests before it', async () => {
    const asking = `GET /asking HTTP/1.1\r\nHost: a\r\n${UPGRADE}\r\n`;
    const received = await exchange(`GET /before HTTP/1.1\r\nHost: a\r\n\r\n${asking}${LAST}`);
    expect(received.match(/answer to \/[a-z]+/g)).toEqual([
      'answer to /before',
      'answer to /asking',
      'answer to /last',
    ]);
  });
});

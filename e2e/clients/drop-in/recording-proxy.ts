import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { isUtf8 } from 'node:buffer';
import { type RecordedRequest, replay } from './recorded-request.js';

/** Stands between a client and a service, and records the requests with their answers. */
export interface RecordingProxy {
  readonly url: string;
  readonly recorded: readonly RecordedRequest[];
  stop(): void;
}

/** Starts a proxy on a free port. */
export async function startRecordingProxy(targetUrl: string): Promise<RecordingProxy> {
  const recorded: RecordedRequest[] = [];
  const server = createServer((request, response) => {
    record(targetUrl, request, response).then(
      (each) => recorded.push(each),
      () => response.destroy(),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    recorded,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function record(url: string, request: IncomingMessage, response: ServerResponse): Promise<RecordedRequest> {
  const { method = '', url: path = '', rawHeaders } = request;
  const bytes = await buffer(request);
  const headers = rawHeaders.flatMap((name, index): [string, string][] =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : [],
  );
  // A zero byte is valid UTF-8, and a sign of lengths before the elements of a tensor.
  const isText = isUtf8(bytes) && !bytes.includes(0);
  const body = isText ? { body: bytes.toString() } : { body_base64: bytes.toString('base64') };
  const sent = { method, path, headers, ...body };
  const answer = await replay(url, { ...sent, answered: { status: 0 } });
  const status = answer.status ?? 0;
  response.writeHead(status, { 'content-type': answer.contentType });
  response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  return { ...sent, answered: { status, body: answer.body } };
}

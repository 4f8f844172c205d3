import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ClientError, SentimentClient } from '#libs/client';
import { InstalledClient } from './installed-client.js';
import { MisbehavingServer } from './misbehaving-server.js';

const ANSWER = '{"id":0,"predictions":[{"label":"POSITIVE","score":1}]}\n';
const NO_ANSWER = 'the answer is not one of the sentiment service: ';
const ONCE = { shouldRetry: () => false };

let installed: InstalledClient;
let module: Awaited<ReturnType<InstalledClient['import']>>;
let server: MisbehavingServer;

beforeAll(async () => {
  installed = await InstalledClient.install();
  module = await installed.import();
});
afterAll(() => {
  installed.remove();
});
afterEach(() => {
  server.stop();
});

type Respond = Parameters<typeof MisbehavingServer.start>[0];

async function open(respond: Respond, timeoutMs = 300): Promise<SentimentClient> {
  server = await MisbehavingServer.start(respond);
  return new module.SentimentClient({ url: server.url, timeoutMs });
}

/** Writes without an end. */
function flood(response: ServerResponse): void {
  const chunk = Buffer.alloc(1_024 * 1_024, 'x');
  const write = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', write);
  write();
}

/** Answers lines as a gateway that refuses requests of more than 2,000 bytes, with the service behind it. */
const answerSmallRequests: Respond = (response, request) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    if (Buffer.concat(chunks).length <= 2_000 || response.headersSent) return;
    response.writeHead(413, { connection: 'close' }).end('<html>Request Entity Too Large</html>');
  });
  request.on('end', () => {
    if (response.headersSent) return;
    const lines = Buffer.concat(chunks).toString().trim().split('\n');
    const ids = lines.map((line) => (JSON.parse(line) as { id: number }).id);
    response.end(`${ids.map((id) => ANSWER.replace('0', String(id))).join('')}{"done":true,"lines":${ids.length}}\n`);
  });
};

async function catchError(call: Promise<unknown>): Promise<ClientError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(module.ClientError);
  return error as ClientError;
}

/** Streams two texts. */
async function stream(client: SentimentClient, transfer: 'stream' | 'requests'): Promise<void> {
  for await (const { error } of client.classifyStream(['a', 'b'], { transfer, ...ONCE })) expect(error).toBeUndefined();
}

describe.each(['stream', 'requests'] as const)('A stream from a server that misbehaves: %s', (transfer) => {
  it.each<[string, (response: ServerResponse) => void, string, string]>([
    [
      'cuts the answer in the middle of a line',
      (response) => {
        response.write(ANSWER + ANSWER.slice(0, 20));
        setTimeout(() => response.destroy(), 50);
      },
      'connection-failed',
      'the answer to a request with lines was cut after 1 of them',
    ],
    [
      'ends the answer without its last line',
      (response) => response.end(ANSWER),
      'connection-failed',
      'the answer to a request with lines was cut after 1 of them',
    ],
    [
      'writes a line without an end',
      flood,
      'broken-answer',
      `${NO_ANSWER}it has a line of more than 16777216 characters`,
    ],
    ['writes a page', (response) => response.end('<html>\n'), 'broken-answer', `${NO_ANSWER}a line is no JSON object`],
    [
      'answers one text of two',
      (response) => response.end(`${ANSWER}{"done":true,"lines":1}\n`),
      'broken-answer',
      `${NO_ANSWER}it has 1 answers for 2 lines`,
    ],
    [
      'answers in another order',
      (response) => response.end(ANSWER.replace('0', '1')),
      'broken-answer',
      `${NO_ANSWER}a line has the id of another line`,
    ],
    [
      'does not answer',
      (response) => {
        response.flushHeaders();
      },
      'timed-out',
      'the service did not answer within 2600 ms',
    ],
    ['does not begin to answer', () => {}, 'timed-out', 'the service did not answer within 2600 ms'],
    [
      'redirects',
      (response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
      'http-307',
      'the service answered 307 (http-307): it redirects to http://127.0.0.1:1/',
    ],
  ])('fails with a reason when the server %s', async (_, respond, kind, message) => {
    const error = await catchError(stream(await open(respond), transfer));
    expect([error.kind, error.message]).toEqual([kind, message]);
    expect(server.requests).toBe(1);
  });

  it('sends each text again until it has its answer, and none twice to its reader', async () => {
    let requests = 0;
    const client = await open((response) => {
      requests++;
      const id = requests < 3 ? 0 : 1;
      response.write(ANSWER.replace('0', String(id)));
      if (requests === 2) response.end(ANSWER.slice(0, 10));
      else setTimeout(() => response.destroy(), 50);
    });
    const answers: { index: number }[] = [];
    for await (const answer of client.classifyStream(['a', 'b'], { transfer })) answers.push(answer);
    expect(answers.map(({ index }) => index)).toEqual([0, 1]);
  });
});

describe.each(['stream', 'requests'] as const)('A stream through a gateway that bounds requests: %s', (transfer) => {
  it('has an error only for the text that is too long', async () => {
    const client = await open(answerSmallRequests, 5_000);
    const texts = Array.from({ length: 300 }, (_, index) => (index === 150 ? 'x'.repeat(3_000) : `text ${index}`));
    const errors: unknown[] = [];
    let index = 0;
    for await (const answer of client.classifyStream(texts, { transfer })) {
      expect(answer.index).toBe(index++);
      if (answer.error) errors.push([answer.index, answer.error.status]);
    }
    expect([index, errors]).toEqual([300, [[150, 413]]]);
  });
});

describe('A request to a server that misbehaves', () => {
  it.each<[string, (response: ServerResponse) => void, string, string]>([
    ['writes a page', (response) => response.end('<html>'), 'broken-answer', `${NO_ANSWER}it has no predictions`],
    [
      'answers one text of two',
      (response) => response.end('{"predictions":[[{"label":"POSITIVE","score":1}]]}'),
      'broken-answer',
      `${NO_ANSWER}it has 1 predictions for 2 texts`,
    ],
    ['does not answer', () => {}, 'timed-out', 'the service did not answer within 300 ms'],
    [
      'stops in the middle of the answer',
      (response) => response.write('{"predictions":['),
      'timed-out',
      'the service did not answer within 300 ms',
    ],
    ['closes the connection', (response) => response.destroy(), 'connection-failed', 'the service cannot be reached: '],
  ])('fails with a reason when the server %s', async (_, respond, kind, message) => {
    const client = await open(respond);
    const error = await catchError(client.classify(['a', 'b'], { ...ONCE }));
    expect(error.kind).toMatch(kind);
    expect(error.message).toContain(message);
    expect(server.requests).toBe(1);
  });

  it('fails with a reason when the server writes without an end', async () => {
    const error = await catchError((await open(flood, 60_000)).classify(['a'], { ...ONCE }));
    expect([error.kind, error.message]).toEqual(['broken-answer', `${NO_ANSWER}it has more than 67108864 bytes`]);
  });
});

import { execFile } from 'node:child_process';
import { request as httpRequest } from 'node:http';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, isMissing, startApi } from '#libs/testing';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => {
  await api.stop();
});

describe('refused uploads: the upload of 3 MB that is refused by its announced length', () => {
  const upload = Buffer.alloc(3_000_000, 'a');

  async function uploadByFetch(): Promise<number> {
    const response = await fetch(`${api.url}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: upload,
    });
    await response.json();
    return response.status;
  }

  function uploadByHttp(): Promise<number> {
    return new Promise((resolve, reject) => {
      const options = {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': upload.length },
      };
      const request = httpRequest(`${api.url}/predict`, options, (response) => {
        response.resume().once('end', () => resolve(response.statusCode ?? 0));
      });
      request.once('error', reject);
      for (let at = 0; at < upload.length; at += 100_000) request.write(upload.subarray(at, at + 100_000));
      request.end();
    });
  }

  /** http.client of Python reads no answer before it has sent the whole body. */
  async function uploadByPython(times: number): Promise<number[]> {
    const script = `
import http.client
for _ in range(${times}):
    connection = http.client.HTTPConnection("127.0.0.1", ${new URL(api.url).port}, timeout=10)
    connection.request("POST", "/predict", b"a" * 3_000_000, {"Content-Type": "application/json"})
    response = connection.getresponse()
    response.read()
    print(response.status)
`;
    const { stdout } = await promisify(execFile)('python3', ['-c', script]);
    return stdout.trim().split('\n').map(Number);
  }

  it.skipIf(isMissing('python3'))('ends with the answer, for each of 200 uploads by three clients', async () => {
    const statuses: number[] = [];
    for (let round = 0; round < 7; round++) {
      statuses.push(...(await Promise.all(Array.from({ length: 10 }, uploadByFetch))));
      statuses.push(...(await Promise.all(Array.from({ length: 10 }, uploadByHttp))));
    }
    statuses.push(...(await Promise.all([15, 15, 15, 15].map(uploadByPython))).flat());
    expect(statuses).toEqual(Array.from({ length: 200 }, () => 413));
  });
});

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing, makeCertificate, repository, type Certificate } from '#libs/testing';
import type { AzureCall } from './azure-calls.js';
import { withBriefLimit } from './brief-limit.js';
import { expectClasses, toClassifiedText, type ClassScores } from './class-scores.js';
import { countRequests, DropInServices, KEY, WRONG_KEY } from './drop-in-services.js';
import { startTlsProxy, type TlsProxy } from './tls-proxy.js';

const TEXTS = ['This is fun', 'the movie was awful', 'The parcel came on Tuesday.', 'café 😀'];
const TWO_SENTENCES = 'The room was lovely 👨‍👩‍👧‍👦. The staff ignored us all week.';

interface Sentence {
  readonly text: string;
  readonly offset: number;
  readonly length: number;
}
interface Result {
  readonly id: string;
  readonly sentiment: string;
  readonly confidenceScores: ClassScores;
  readonly sentences: readonly Sentence[];
  readonly error?: { readonly code: string; readonly message: string };
}
interface Outcome {
  readonly results: readonly Result[];
  readonly error?: { readonly statusCode?: number; readonly code?: string; readonly message: string };
}

let folder: string;
let certificate: Certificate;
let services: DropInServices;
let open: TlsProxy;
let guarded: TlsProxy;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'azure-js-'));
  certificate = makeCertificate(folder, 'test');
  services = await DropInServices.start();
  [open, guarded] = await Promise.all([
    startTlsProxy(services.open.url, certificate),
    startTlsProxy(services.guarded.url, certificate),
  ]);
});
afterAll(async () => {
  open.stop();
  guarded.stop();
  await services.stop();
  rmSync(folder, { recursive: true });
});

/** Calls a client in a process that trusts the authority of the test. */
async function analyze(call: Omit<AzureCall, 'key'> & { readonly key?: string }): Promise<Outcome> {
  const program = join(repository, 'dist/e2e/clients/drop-in/azure-calls.js');
  const env = { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: certificate.caFile };
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [program, JSON.stringify({ key: KEY, ...call })], { env });
  return JSON.parse(stdout) as Outcome;
}

const listDocuments = (texts: readonly string[]) => texts.map((text, index) => ({ id: `d${index}`, text }));
const listPlaces = ({ results }: Outcome) => {
  return results.flatMap(({ sentences }) => sentences.flatMap(({ offset, length }) => [offset, length]));
};

describe.skipIf(isMissing('openssl')).each([
  // Each client asks for a unit of its own: this one for UTF-16, the other one for none, which means text elements.
  ['@azure/ai-text-analytics', 'text-analytics', [0, 32, 33, 30]],
  ['@azure/ai-language-text', 'language-text', [0, 22, 23, 30]],
] as const)('%s, over https', (_, client, places) => {
  it('has the classes and the scores of /predict with its neutral label', async () => {
    const { results } = await analyze({ client, url: open.url, documents: listDocuments(TEXTS) });
    const classes = results.map(({ sentiment, confidenceScores: scores }) => toClassifiedText({ sentiment, scores }));
    expect(classes).toEqual(await expectClasses(services.open.url, TEXTS));
  });

  it('has the places of sentences', async () => {
    expect(listPlaces(await analyze({ client, url: open.url, documents: listDocuments([TWO_SENTENCES]) }))).toEqual(
      places,
    );
  });

  it('has the errors of single documents beside the answers of the others', async () => {
    const documents = [
      { id: 'b', text: ' ' },
      { id: 'a', text: 'This is fun', language: 'en' },
      { id: 'c', text: "C'est bien", language: 'fr' },
    ];
    const { results } = await analyze({ client, url: open.url, documents });
    expect(results.map(({ id, error, sentiment }) => [id, error?.code ?? sentiment])).toEqual([
      ['b', 'InvalidDocument'],
      ['a', 'positive'],
      ['c', 'UnsupportedLanguageCode'],
    ]);
  });

  it('is told why a request is refused', async () => {
    const documents = listDocuments(['a']);
    expect(await analyze({ client, url: open.url, documents, options: { includeOpinionMining: true } })).toMatchObject({
      error: { statusCode: 400, message: expect.stringContaining('does not mine opinions') as string },
    });
  });

  it('is refused with a wrong key, and admitted with the right one', async () => {
    const documents = listDocuments(['This is fun']);
    expect(await analyze({ client, url: guarded.url, documents, key: WRONG_KEY })).toMatchObject({
      error: { statusCode: 401, message: expect.stringContaining('Ocp-Apim-Subscription-Key') as string },
    });
    expect(await analyze({ client, url: guarded.url, documents })).toMatchObject({
      results: [{ sentiment: 'positive' }],
    });
  });

  it('waits for the time in Retry-After when it has sent too many requests, and sends the request again', async () => {
    await withBriefLimit(async (api) => {
      const proxy = await startTlsProxy(api.url, certificate);
      const documents = listDocuments(['This is fun']);
      await fetch(`${api.url}/model`, { headers: { 'x-api-key': KEY } });
      expect(await analyze({ client, url: proxy.url, documents })).toMatchObject({
        results: [{ sentiment: 'positive' }],
      });
      expect(await countRequests(api)).toBe(2);
      proxy.stop();
    });
  });
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceClient } from '@huggingface/inference';
import { fixtures, startApi } from '#libs/testing';
import { PythonCalls } from './python-calls.js';
import { installPythonClients } from './python-environment.js';
import { startRecordingProxy } from './recording-proxy.js';
import { MODEL_NAME as model } from './served-model.js';

const KEY = 'client-key';
const TEXT = 'This is fun';
const TEXTS = [TEXT, 'café 😀 awful'];
/** Ids that clients choose. Two runs without a change record the same. */
const RANDOM_ID = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g;
const FIXED_ID = '00000000-0000-0000-0000-000000000000';
const HOST = '127.0.0.1:8000';

/**
 * Records what the clients of these tests send, for recorded-requests.e2e-spec.ts, which runs without them. After an update of a client:
 * `npm run build:tests && node dist/e2e/clients/drop-in/record-requests.js`
 */
await installPythonClients();
const api = await startApi();
const proxy = await startRecordingProxy(api.url);
const { url } = proxy;
const address = new URL(url).host;

await new InferenceClient(KEY).endpoint(url).textClassification({ inputs: TEXT, parameters: { top_k: 1 } });
await callPython('huggingface_hub_calls', [['classify', { url, key: KEY, text: TEXT }]]);
const tensor = { address, model, texts: TEXTS, shape: [TEXTS.length, 1] };
await callPython('tritonclient_calls', [
  ['probe', { address, model }],
  ['describe', { address, model }],
  ['infer', tensor],
  ['infer', { ...tensor, tensor: { binary_data: false }, request_id: 'a' }],
  ['infer', { ...tensor, outputs: [{ name: 'probabilities', class_count: 2 }] }],
]);
await callPython('kserve_calls', [
  ['predict', { url, model, instances: TEXTS }],
  ['infer', { url, model, texts: TEXTS }],
  ['infer', { url, model, texts: TEXTS, is_binary: true }],
  ['is_server_live', { url, protocol: 'v1' }],
  ['is_model_ready', { url, protocol: 'v1', model }],
]);
await callPython('google_calls', [
  ['analyze', { url, version: 'v1', content: TEXT }],
  ['analyze', { url, version: 'v2', content: `${TEXT}. The café 😀 was awful.`, key: KEY, encoding_type: 'UTF32' }],
  ['analyze_by_discovery', { url, version: 'v2', key: KEY, body: { document: { type: 'PLAIN_TEXT', content: TEXT } } }],
]);

const recorded = proxy.recorded.map(({ body_base64: base64, ...each }) => ({
  ...each,
  headers: each.headers.map(([name, value]) => [name, name.toLowerCase() === 'host' ? HOST : value]),
  ...(base64 !== undefined && { body_base64: fixIds(base64) }),
}));
mkdirSync(join(fixtures, 'client-requests'), { recursive: true });
const json = JSON.stringify(recorded, null, 1).replaceAll(RANDOM_ID, FIXED_ID);
writeFileSync(join(fixtures, 'client-requests/recorded.json'), `${json}\n`);
proxy.stop();
await api.stop();

async function callPython(module: string, calls: readonly [string, Record<string, unknown>][]): Promise<void> {
  const python = new PythonCalls(module);
  for (const [name, values] of calls) await python.call(name, values);
  await python.stop();
}

function fixIds(base64: string): string {
  // One character a byte.
  const text = Buffer.from(base64, 'base64').toString('latin1').replaceAll(RANDOM_ID, FIXED_ID);
  return Buffer.from(text, 'latin1').toString('base64');
}

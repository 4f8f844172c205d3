import { describe, expect, it } from 'vitest';
import { writeFetchCode } from './fetch-code.js';

const URL = 'https://example.com/analyze';

interface Sent {
  readonly url: string;
  readonly init: { readonly method: string; readonly headers: object; readonly body: string };
}

/** Runs the code. @returns what it sends */
async function run(code: string): Promise<Sent> {
  let sent: Sent | undefined;
  const fetch = (url: string, init: Sent['init']) => {
    sent = { url, init };
    return { json: () => 'an answer' };
  };
  const AsyncFunction = (async () => {}).constructor as new (
    ...parts: string[]
  ) => (...values: unknown[]) => Promise<void>;
  await new AsyncFunction('fetch', 'console', code)(fetch, { log: () => {} });
  if (!sent) throw new Error('the code sends no request');
  return sent;
}

describe('JavaScript of a request', () => {
  it.each(['Good', 'it\'s "`quoted`" ${x} \\', 'two\nlines\u2028three', '</script>'])(
    'sends the same request: %j',
    async (text) => {
      const body = { documents: [{ text }], explain: true };
      const { url, init } = await run(writeFetchCode(URL, body, false));
      expect([url, init.method, init.headers]).toEqual([URL, 'POST', { 'content-type': 'application/json' }]);
      expect(JSON.parse(init.body)).toEqual(body);
    },
  );

  it('has a place for an API key', async () => {
    const { init } = await run(writeFetchCode(URL, {}, true));
    expect(init.headers).toMatchObject({ 'x-api-key': 'your API key' });
  });
});

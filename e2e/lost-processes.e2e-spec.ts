import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { golden } from './golden.js';
import { UNCACHED, postJson, startApi, type Api } from './start-api.js';

const KILLS = 20;
const STOPS = 5;
const CLIENTS = 12;

const texts = golden.answers.filter(({ ids }) => ids.length < 100).map(({ text }) => text);

let api: Api;

afterEach(async () => {
  await api.stop();
});

const timesLoaded = () => api.output().split('has loaded the model').length - 1;

async function untilLoaded(times: number): Promise<void> {
  while (timesLoaded() < times) await sleep(2);
}

describe('losing model processes under load', () => {
  it(`fails and mixes up nothing: ${KILLS} times SIGKILL, ${STOPS} times SIGSTOP`, { timeout: 300_000 }, async () => {
    api = await startApi({ env: { ...UNCACHED, MODEL_PROCESSES: '2' } });
    const own = new Map<string, string>();
    for (const text of texts) own.set(text, JSON.stringify((await answerOf([text]))[0]));
    let ended = false;
    let answered = 0;
    const client = async (index: number) => {
      for (let turn = 0; !ended; turn++) {
        const request = Array.from({ length: 1 + ((index + turn) % 6) }, (_, at) => {
          return texts[(index * 31 + turn * 7 + at * 3) % texts.length] ?? '';
        });
        const predictions = await answerOf(request);
        expect(predictions.map((each) => JSON.stringify(each))).toEqual(request.map((text) => own.get(text)));
        answered++;
      }
    };
    const load = Promise.all(Array.from({ length: CLIENTS }, (_, index) => client(index)));
    for (let loss = 0; loss < KILLS + STOPS; loss++) {
      const before = timesLoaded();
      const ids = api.modelProcessIds();
      process.kill(ids[loss % ids.length] ?? 0, loss < KILLS ? 'SIGKILL' : 'SIGSTOP');
      await Promise.race([untilLoaded(before + 1), load]);
      await sleep(200);
    }
    ended = true;
    await load;
    expect(answered).toBeGreaterThan(100);
  });

  it('refuses a text that takes processes down, by itself and from then on', async () => {
    api = await startApi({ env: { ...UNCACHED, MODEL_PROCESSES: '1' } });
    // A run long enough to be met by a signal.
    const poison = 'a long story about nothing '.repeat(200);
    process.kill(api.modelProcessIds()[0] ?? 0, 'SIGSTOP');
    const first = postJson(api.url, { text: [poison] });
    await sleep(300);
    for (let loss = 1; loss <= 2; loss++) {
      process.kill(api.modelProcessIds()[0] ?? 0, 'SIGKILL');
      if (loss < 2) await untilLoaded(1 + loss);
    }
    for (const response of [await first, await afterwards(poison)]) {
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({
        type: 'urn:sentiment:problem:text-refused',
        errors: [{ pointer: '/text/0' }],
      });
    }
    expect((await postJson(api.url, { text: ['fine'] })).status).toBe(200);
  });
});

/** Asks when the replaced process is there. */
async function afterwards(text: string): Promise<Response> {
  await untilLoaded(3);
  return postJson(api.url, { text: [text] });
}

async function answerOf(text: readonly string[]): Promise<unknown[]> {
  const response = await postJson(api.url, { text });
  const body = (await response.json()) as { predictions: unknown[] };
  expect(response.status, JSON.stringify(body)).toBe(200);
  return body.predictions;
}

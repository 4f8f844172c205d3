import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Api, postJson, startApi, UNCACHED } from '#libs/testing';
import { golden } from '../golden.js';
import { untilRunning } from '../queue-conditions.js';
import { WAIT_LIMIT_MS } from '../wait-limit.js';

const KILLS = 20;
const STOPS = 5;
const CLIENTS = 12;
const ATTEMPTS = 10;

const texts = golden.answers.filter(({ ids }) => ids.length < 100).map(({ text }) => text);

let api: Api;

afterEach(async () => {
  await api.stop();
});

const timesLoaded = () => api.output().split('has loaded the model').length - 1;

/** Waits until a count is larger than it was. */
async function untilLarger(count: () => number, before: number): Promise<void> {
  await expect.poll(count, { timeout: WAIT_LIMIT_MS, interval: 2 }).toBeGreaterThan(before);
}

describe('crashed workers: losing model processes under load', () => {
  it(`fails and mixes up nothing: ${KILLS} times SIGKILL, ${STOPS} times SIGSTOP`, { timeout: 300_000 }, async () => {
    api = await startApi({ env: { ...UNCACHED, MODEL_PROCESSES: '2' } });
    const own = new Map<string, string>();
    for (const text of texts) own.set(text, JSON.stringify((await readAnswer([text]))[0]));
    let ended = false;
    let answered = 0;
    const client = async (index: number) => {
      for (let turn = 0; !ended; turn++) {
        const request = Array.from({ length: 1 + ((index + turn) % 6) }, (_, at) => {
          return texts[(index * 31 + turn * 7 + at * 3) % texts.length] ?? '';
        });
        const predictions = await readAnswer(request);
        expect(predictions.map((each) => JSON.stringify(each))).toEqual(request.map((text) => own.get(text)));
        answered++;
      }
    };
    const load = Promise.all(Array.from({ length: CLIENTS }, (_, index) => client(index)));
    for (let loss = 0; loss < KILLS + STOPS; loss++) {
      const before = timesLoaded();
      const ids = api.workerIds();
      process.kill(ids[loss % ids.length] ?? 0, loss < KILLS ? 'SIGKILL' : 'SIGSTOP');
      await Promise.race([untilLarger(timesLoaded, before), load]);
      await Promise.race([untilLarger(() => answered, answered + CLIENTS), load]);
    }
    ended = true;
    await load;
    expect(answered).toBeGreaterThan(100);
  });

  it('refuses a text that takes processes down, by itself and from then on', { timeout: 60_000 }, async () => {
    api = await startApi({ env: { ...UNCACHED, MODEL_PROCESSES: '1', MAX_WINDOWS: '1' } });
    const { poison, first } = await poisoned(1);
    for (const response of [first, await postJson(api.url, { text: [poison] })]) {
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({
        type: 'urn:sentiment:problem:text-refused',
        errors: [{ pointer: '/text/0' }],
      });
    }
    expect((await postJson(api.url, { text: ['fine'] })).status).toBe(200);
  });
});

/**
 * A text on which two workers crashed, and its answer. The first is stopped before the text comes, the second is
 * killed as soon as it is there: a run of this length takes some 40 ms, so a signal may come late, and another text is
 * tried.
 */
async function poisoned(attempt: number): Promise<{ poison: string; first: Response }> {
  const poison = `story ${attempt} about nothing `.repeat(300);
  const stopped = await readyProcess();
  process.kill(stopped, 'SIGSTOP');
  const answer = postJson(api.url, { text: [poison] });
  await untilRunning(api.url);
  process.kill(stopped, 'SIGKILL');
  const second = await readyProcess(stopped);
  process.kill(second, 'SIGKILL');
  const first = await answer;
  await readyProcess(second);
  return first.status === 200 && attempt < ATTEMPTS ? poisoned(attempt + 1) : { poison, first };
}

/** The id of the one model process, once it takes texts: that of its replacement when `killed` was killed. */
function readyProcess(killed?: number): Promise<number> {
  return vi.waitFor(
    async () => {
      const [id] = api.workerIds();
      const { status } = await fetch(`${api.url}/health/ready`);
      if (status === 200 && id !== undefined && id !== killed) return id;
      throw new Error('no model process is ready');
    },
    { timeout: WAIT_LIMIT_MS, interval: 1 },
  );
}

async function readAnswer(text: readonly string[]): Promise<unknown[]> {
  const response = await postJson(api.url, { text });
  const body = (await response.json()) as { predictions: unknown[] };
  expect(response.status, JSON.stringify(body)).toBe(200);
  return body.predictions;
}

import { describe, expect, it } from 'vitest';
import type { TextPrediction } from '../answers/prediction.js';
import { catchError } from '../scripted-service.fake.js';
import { ClientError } from '../transport/client-error.js';
import type { LineAnswer } from './line-answer.js';
import { collect, LineServiceFake, settle } from './line-service.fake.js';

type Answer = LineAnswer<TextPrediction>;

describe('A stream from a service that does not keep the rules', () => {
  const answer = '{"id":0,"predictions":[{"label":"POSITIVE","score":1}]}\n';
  const NO_ANSWER = 'the answer is not one of the sentiment service: ';

  it.each<[string, string, string]>([
    ['a page', '<html>\n', `${NO_ANSWER}a line is no JSON object`],
    ['a list', '[]\n', `${NO_ANSWER}a line is no JSON object`],
    ['an answer without an id', '{"predictions":[]}\n', `${NO_ANSWER}a line has the id of another line`],
    ['the answer to another line', '{"id":1,"predictions":[]}\n', `${NO_ANSWER}a line has the id of another line`],
    ['too many answers', answer + answer, `${NO_ANSWER}a line has the id of another line`],
    ['an answer without labels', '{"id":0,"predictions":[]}\n', `${NO_ANSWER}a prediction has no labels`],
    [
      'an error without a kind',
      '{"id":0,"error":{}}\n',
      `${NO_ANSWER}the error of a line has no kind, status and detail`,
    ],
    ['no answer', '{"done":true,"lines":0}\n', `${NO_ANSWER}it has 0 answers for 1 lines`],
    [
      'another number',
      `${answer}{"done":true,"lines":2}\n`,
      `${NO_ANSWER}its last line counts 2 answers, but it has 1`,
    ],
    [
      'an end without a reason',
      '{"done":false,"lines":0}\n',
      `${NO_ANSWER}the error of a line has no kind, status and detail`,
    ],
    ['a cut in a line', answer.slice(0, 20), 'the answer to a request with lines was cut after 0 of them'],
    ['nothing', '', 'the answer to a request with lines was cut after 0 of them'],
  ])('fails with a reason: %s', async (_, text, message) => {
    const service = new LineServiceFake();
    service.behavior = (_line, exchange) => {
      exchange.write(text);
      exchange.close();
    };
    const options = { transfer: 'stream', shouldRetry: () => false } as const;
    const answers: Answer[] = [];
    const slow = (async function* () {
      yield 'a';
      while (service.requests === 0) await settle();
      await settle();
      await settle();
    })();
    const lines = text.startsWith(answer) ? slow : ['a'];
    const call = collect(service.client.classifyStream(lines, options), answers);
    const outcome = await call.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(outcome).toBeInstanceOf(ClientError);
    expect((outcome as ClientError).message).toBe(message);
  });

  it('fails on a line that does not end', async () => {
    const service = new LineServiceFake();
    service.behavior = (_, exchange) => {
      for (let chunk = 0; chunk < 17; chunk++) exchange.write('x'.repeat(1_024 * 1_024));
    };
    service.onEnd = () => {};
    const call = collect(service.client.classifyStream(['a'], { transfer: 'stream', shouldRetry: () => false }));
    expect((await catchError(call)).message).toContain('it has a line of more than 16777216 characters');
    expect(service.exchanges[0]?.isAborted).toBe(true);
  });
});

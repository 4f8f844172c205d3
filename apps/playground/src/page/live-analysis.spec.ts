import { beforeEach, describe, expect, it } from 'vitest';
import type { AnalysisRequest } from '../service/analysis-request.js';
import type { AnalysisAnswer } from '../service/answers.js';
import { ServiceProblem } from '../service/service-problem.js';
import { LiveAnalysis } from './live-analysis.js';

const ANSWER: AnalysisAnswer = { documents: [], errors: [] };

interface Pending {
  readonly ms: number;
  readonly end: () => void;
}

let sent: { readonly request: AnalysisRequest; readonly signal: AbortSignal }[];
let sleeps: Pending[];
let answers: string[];
let problems: [string, boolean][];
let answer: (request: AnalysisRequest) => Promise<AnalysisAnswer>;
let live: LiveAnalysis;

beforeEach(() => {
  [sent, sleeps, answers, problems] = [[], [], [], []];
  answer = () => Promise.resolve(ANSWER);
  live = new LiveAnalysis({
    analyze: (request, signal) => {
      sent.push({ request, signal });
      return answer(request);
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        sleeps.push({ ms, end: resolve });
        signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      }),
    onAnswer: (text) => answers.push(text),
    onProblem: (problem, willRetry) => problems.push([problem.message, willRetry]),
  });
});

describe('Live analysis', () => {
  it('sends only the last version of a text, after a pause', async () => {
    const updates = ['G', 'Go', 'Good'].map((text) => live.update(text));
    expect(sent).toEqual([]);
    for (const { end } of sleeps) end();
    await Promise.all(updates);
    expect(sent.map(({ request }) => request.documents[0].text)).toEqual(['Good']);
    expect(answers).toEqual(['Good']);
  });

  it('aborts the request of the text before, and does not show its answer', async () => {
    let finish: (value: AnalysisAnswer) => void = () => {};
    answer = () => new Promise((resolve) => (finish = resolve));
    const first = live.update('Good');
    sleeps[0]?.end();
    await Promise.resolve();
    const second = live.update('Bad');
    expect(sent[0]?.signal.aborted).toBe(true);
    finish(ANSWER);
    answer = () => Promise.resolve(ANSWER);
    sleeps[1]?.end();
    await Promise.all([first, second]);
    expect(answers).toEqual(['Bad']);
  });

  it('asks without an explanation if the service counts more words', async () => {
    const tooLong = new ServiceProblem('Too many words.', 422, 'invalid-request', ['/documents/0/text']);
    answer = ({ explain }) => (explain ? Promise.reject(tooLong) : Promise.resolve(ANSWER));
    const update = live.update('Good');
    sleeps[0]?.end();
    await update;
    expect(sent.map(({ request }) => request.explain)).toEqual([true, undefined]);
    expect([answers, problems]).toEqual([['Good'], []]);
  });

  it('tries again after the wait that the service asks for', async () => {
    const loading = [new ServiceProblem('The model is loading.', 503, 'model-loading', [], 1_000)];
    answer = () => {
      const problem = loading.pop();
      return problem ? Promise.reject(problem) : Promise.resolve(ANSWER);
    };
    const update = live.update('Good');
    sleeps[0]?.end();
    await expect.poll(() => sleeps.length).toBe(2);
    expect([problems, sleeps[1]?.ms]).toEqual([[['The model is loading.', true]], 1_000]);
    sleeps[1]?.end();
    await update;
    expect(answers).toEqual(['Good']);
  });

  it('reports another problem, and does not try again', async () => {
    answer = () => Promise.reject(new ServiceProblem('Send a key.', 401, 'unauthorized'));
    const update = live.update('Good');
    sleeps[0]?.end();
    await update;
    expect([problems, sent.length]).toEqual([[['Send a key.', false]], 1]);
  });
});

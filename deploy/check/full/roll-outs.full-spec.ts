import { describe, expect, it } from 'vitest';
import { render } from '../render.js';
import { podTemplate } from './pod.js';
import { rollOut, type RollOutResult } from './roll-out.js';

const TIMES = Number(process.env.ROLL_OUTS ?? 10);

const countFailures = ({ failures }: RollOutResult) => Object.values(failures).reduce((sum, count) => sum + count, 0);
const report = (what: string, { requests, failures, exitCodes }: RollOutResult) => {
  process.stdout.write(
    `${what}: ${requests} requests, failed: ${JSON.stringify(failures)}, pods: ${exitCodes.length}\n`,
  );
};

describe('a roll-out under load, two pods behind a balancer', () => {
  it(`fails no request in ${TIMES} roll-outs`, async () => {
    const result = await rollOut(podTemplate(await render('overlays/minikube')), TIMES);
    report('as in the manifest', result);
    expect(result.requests).toBeGreaterThan(1_000);
    expect(result.exitCodes).toEqual(Array.from({ length: TIMES * 2 }, () => 0));
    expect(result.failures).toEqual({});
  });

  it.each([
    ['without preStop and SHUTDOWN_DELAY_MS', 0],
    ['with preStop alone', 10],
  ])('fails requests %s', async (what, preStopSeconds) => {
    const template = podTemplate(await render('overlays/minikube'));
    const env = { ...template.env, SHUTDOWN_DELAY_MS: '0' };
    const result = await rollOut({ ...template, env, preStopSeconds }, 2);
    report(what, result);
    expect(countFailures(result)).toBeGreaterThan(0);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from '../tools.js';
import { render } from '../render.js';
import { Pod, podTemplate } from './pod.js';

let pod: Pod;

beforeAll(async () => {
  pod = await Pod.start('sentiment-load', podTemplate(await render('overlays/minikube')));
});

afterAll(async () => {
  await pod.kill();
});

describe('a pod with the limits of the manifest', () => {
  it.each([
    ["the replaced service's load", 'predict', {}],
    ['texts of mixed lengths, half of them cached', 'mixed', { RATE: '40' }],
    ['unknown texts only', 'cold', { RATE: '200' }],
    ['overload at twice its capacity', 'ramp', { CAPACITY: '450' }],
  ])('meets the objectives under %s', async (_, scenario, env) => {
    const settings = { URL: `http://127.0.0.1:${pod.port}`, ...env };
    const { exitCode, output } = await runTool('k6', [
      ...['run', '--quiet', '--no-usage-report', '--summary-trend-stats', 'med,p(99),max'],
      ...Object.entries(settings).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
      `e2e/load/${scenario}.k6.js`,
    ]);
    process.stdout.write(`${scenario}: ${figures(output)}\n`);
    expect(exitCode, output).toBe(0);
  });
});

/** @returns the lines of the k6 summary for the results table */
function figures(output: string): string {
  const lines = output.split('\n').map((line) => line.trim().replace(/\.{2,}/g, ''));
  return lines
    .filter((line) => /^(http_reqs|iterations|late|http_req_failed|http_req_duration|\{ expected)/.test(line))
    .join('; ');
}

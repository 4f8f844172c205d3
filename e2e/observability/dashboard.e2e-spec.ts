import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, postJson, repository, startApi } from '#libs/testing';

const monitoring = (file: string) => readFileSync(join(repository, 'deploy/components/monitoring', file), 'utf8');
const METRIC = /\b(?:sentiment|http|nodejs)_[a-z0-9_]+/g;

let api: Api;
let served: Set<string>;

beforeAll(async () => {
  api = await startApi();
  await postJson(api.url, { text: ['a fine film'] });
  const page = await (await fetch(`${api.url}/metrics`)).text();
  served = new Set(page.match(METRIC));
});

afterAll(async () => {
  await api.stop();
});

describe.each(['dashboard.json', 'alerts.yaml'])('dashboard: %s', (file) => {
  it('asks for metrics that the service has', () => {
    const asked = [...new Set(monitoring(file).match(METRIC))].filter((name) => !name.startsWith('sentiment_service'));
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((name) => !served.has(name))).toEqual([]);
  });
});

import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MetricsController } from './metrics.controller.js';
import { MetricsRegistry } from './metrics-registry.js';

let app: INestApplication;

beforeEach(async () => {
  const render = (accept: string | undefined) =>
    Promise.resolve({ contentType: 'text/plain; version=0.0.4; charset=utf-8', text: `# for ${accept}\nup 1\n` });
  const module = await Test.createTestingModule({
    controllers: [MetricsController],
    providers: [{ provide: MetricsRegistry, useValue: { render } }],
  }).compile();
  app = module.createNestApplication({ logger: false });
  await app.listen(0, '127.0.0.1');
});
afterEach(() => app.close());

describe('GET /metrics', () => {
  it('answers the page in the format that the reader prefers', async () => {
    const headers = { accept: 'application/openmetrics-text' };
    const response = await fetch(`${await app.getUrl()}/metrics`, { headers });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await response.text()).toBe('# for application/openmetrics-text\nup 1\n');
  });

  it('takes no other method', async () => {
    expect((await fetch(`${await app.getUrl()}/metrics`, { method: 'POST' })).status).toBe(404);
  });
});

import { Injectable, Module, type INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServingStatus, type ServingState } from '#libs/prediction';
import { HealthModule } from './health.module.js';
import { HealthSources, type HealthSource, type HealthState } from './health-sources.js';

const UP: HealthState = { status: 'up' };
const DOWN: HealthState = { status: 'down', reason: 'The model is still loading.' };
const DEGRADED: HealthState = { status: 'degraded', reason: 'Redis is unavailable.' };

let states: Record<'live' | 'ready' | 'startup', Record<string, HealthState>>;
let serving: { state: ServingState };

const toSources = (parts: Record<string, HealthState>): HealthSource[] =>
  Object.entries(parts).map(([name, state]) => ({ name, state }));

/** Parts whose states the test sets. */
@Injectable()
class FakeSources extends HealthSources {
  get live(): readonly HealthSource[] {
    return toSources(states.live);
  }
  get ready(): readonly HealthSource[] {
    return toSources(states.ready);
  }
  get startup(): readonly HealthSource[] {
    return toSources(states.startup);
  }
}

@Module({ providers: [{ provide: ServingStatus, useFactory: () => serving }], exports: [ServingStatus] })
class ServingModule {}

let app: INestApplication;

beforeEach(async () => {
  states = { live: { model: UP }, ready: { model: UP, queue: UP }, startup: { model: UP } };
  serving = { state: { status: 'ready' } };
  const module = await Test.createTestingModule({
    imports: [HealthModule.forRoot({ imports: [ServingModule], sources: FakeSources })],
  }).compile();
  app = module.createNestApplication({ logger: false });
  await app.listen(0, '127.0.0.1');
});
afterEach(() => app.close());

async function ask(path: string): Promise<[number, unknown]> {
  const response = await fetch((await app.getUrl()) + path);
  return [response.status, await response.json()];
}

describe('GET /health', () => {
  it('is healthy while the model answers, and 503 otherwise', async () => {
    expect(await ask('/health')).toEqual([200, { status: 'healthy' }]);
    serving.state = { status: 'loading', reason: 'The model is still loading.' };
    expect(await ask('/health')).toEqual([503, { status: 'unhealthy' }]);
    serving.state = { status: 'unavailable', reason: 'No process runs.' };
    expect(await ask('/health')).toEqual([503, { status: 'unhealthy' }]);
  });
});

describe.each(['live', 'ready', 'startup'] as const)('GET /health/%s', (probe) => {
  it('is ok while every part is up', async () => {
    const info = Object.fromEntries(Object.keys(states[probe]).map((name) => [name, UP]));
    expect(await ask(`/health/${probe}`)).toEqual([200, { status: 'ok', info, error: {}, details: info }]);
  });

  it('is 503 when a part of its own is down, with the reason', async () => {
    states[probe].model = DOWN;
    const [status, body] = await ask(`/health/${probe}`);
    expect(status).toBe(503);
    expect(body).toMatchObject({ status: 'error', error: { model: DOWN }, details: { model: DOWN } });
  });

  it('does not read the parts of other probes', async () => {
    for (const other of ['live', 'ready', 'startup'] as const) if (other !== probe) states[other].model = DOWN;
    expect((await ask(`/health/${probe}`))[0]).toBe(200);
  });

  it('is 200 when a part is degraded, with the reason', async () => {
    states[probe].redis = DEGRADED;
    const [status, body] = await ask(`/health/${probe}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'degraded', info: { redis: DEGRADED }, details: { redis: DEGRADED } });
  });
});

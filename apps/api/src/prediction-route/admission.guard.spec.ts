import type { ExecutionContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from 'vitest';
import { PredictionCache } from '#libs/caching';
import { RequestContext } from '#libs/observability';
import { Admission, overloadedError, type AdmissionRequest } from '#libs/prediction';
import { ManualClock } from '#libs/testing';
import { Settings } from '../config/settings.js';
import { AdmissionGuard } from './admission.guard.js';

/** A guard whose admission records what it is asked, and refuses everything while `isFull`. */
async function openGuard({ hasCache = false, isFull = false } = {}) {
  const checked: AdmissionRequest[] = [];
  const check = (request: AdmissionRequest) => {
    checked.push(request);
    if (isFull) throw overloadedError(2_500);
  };
  const module = await Test.createTestingModule({
    providers: [
      AdmissionGuard,
      { provide: Admission, useValue: { check } },
      { provide: PredictionCache, useValue: { enabled: hasCache } },
      { provide: Settings, useValue: new Settings({ REQUEST_TIMEOUT_MS: '4000' }) },
    ],
  }).compile();
  return { guard: module.get(AdmissionGuard), checked };
}

function toContext({ timeout, client }: { timeout?: string; client?: string } = {}): ExecutionContext {
  const requestContext = new RequestContext('id-1', { clock: new ManualClock(), startedMs: 0, trace: undefined });
  requestContext.client = client;
  const request = { ip: '192.0.2.1', socket: {}, get: () => timeout };
  const http = { getRequest: () => request, getResponse: () => ({ locals: { requestContext } }) };
  return { switchToHttp: () => http } as unknown as ExecutionContext;
}

describe('Admission guard', () => {
  it('asks for the time of the request, in the name of its client', async () => {
    const { guard, checked } = await openGuard();
    expect(guard.canActivate(toContext())).toBe(true);
    expect(guard.canActivate(toContext({ timeout: '300', client: 'shop' }))).toBe(true);
    expect(checked).toEqual([
      { client: 'address 192.0.2.1', timeoutMs: 4_000 },
      { client: 'key shop', timeoutMs: 300 },
    ]);
  });

  it('asks for capacity alone where a cache may answer', async () => {
    const { guard, checked } = await openGuard({ hasCache: true });
    expect(guard.canActivate(toContext({ timeout: '300' }))).toBe(true);
    expect(checked).toEqual([{ client: 'address 192.0.2.1', timeoutMs: undefined }]);
  });

  it('passes the refusal on', async () => {
    const { guard } = await openGuard({ isFull: true });
    expect(() => guard.canActivate(toContext())).toThrow(expect.objectContaining({ kind: 'overloaded' }));
  });

  it('refuses a time limit that is no number, with a cache too, before it asks', async () => {
    for (const hasCache of [false, true]) {
      const { guard, checked } = await openGuard({ hasCache });
      expect(() => guard.canActivate(toContext({ timeout: 'soon' }))).toThrow(
        expect.objectContaining({ kind: 'malformed-header' }),
      );
      expect(checked).toEqual([]);
    }
  });
});

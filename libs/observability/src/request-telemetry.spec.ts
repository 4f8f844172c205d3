import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import type { RequestContext } from './request-context.js';
import type { RequestEnd } from './request-end.js';
import { RequestTelemetry } from './request-telemetry.js';

/** Begins a request. @returns its context, and a function that ends it and returns the content of its log line */
function beginRequest() {
  const logged: (RequestEnd & { errorKind: string | undefined })[] = [];
  const telemetry = new RequestTelemetry({
    clock: new ManualClock(),
    metrics: { count: () => {}, countLine: () => {}, countFailedLine: () => {} },
    tracer: undefined,
    log: { write: ({ errorKind }: RequestContext, end: RequestEnd) => logged.push({ ...end, errorKind }) },
    getRoute: () => '/predict',
  });
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const context = telemetry.begin(request, response, 'id-1');
  const end = async ({ isAnswered }: { isAnswered: boolean }) => {
    Object.defineProperty(response, 'writableFinished', { value: isAnswered });
    response.emit('close');
    await nextTurn();
    return logged;
  };
  return { context, end };
}

describe('Request telemetry', () => {
  it('reports no error for a request that has its answer', async () => {
    const { end } = beginRequest();
    expect(await end({ isAnswered: true })).toMatchObject([{ status: 200, errorKind: undefined }]);
  });

  it('reports the status 499 and the error client-left for a request whose client has left', async () => {
    const { end } = beginRequest();
    expect(await end({ isAnswered: false })).toMatchObject([{ status: 499, errorKind: 'client-left' }]);
  });

  it('reports the error that ended a request before the whole answer was out', async () => {
    const { context, end } = beginRequest();
    context.errorKind = 'internal';
    expect(await end({ isAnswered: false })).toMatchObject([{ status: 499, errorKind: 'internal' }]);
  });
});

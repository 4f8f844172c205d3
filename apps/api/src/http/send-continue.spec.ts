import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { sendContinue } from './send-continue.js';

function countContinues(headers: object, httpVersion = '1.1'): number {
  let continues = 0;
  const response = { writeContinue: () => continues++ };
  sendContinue({ headers, httpVersion } as IncomingMessage, response as unknown as ServerResponse);
  return continues;
}

describe('100 Continue', () => {
  it('is sent to a client that waits with its body', () => {
    expect(countContinues({ expect: '100-continue' })).toBe(1);
  });

  it('is not sent to a client that does not wait, nor to one of HTTP/1.0', () => {
    expect(countContinues({})).toBe(0);
    expect(countContinues({ expect: '100-continue' }, '1.0')).toBe(0);
  });
});

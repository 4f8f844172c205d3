import type { Request, Response } from 'express';
import { describe, expect, it } from 'vitest';
import { ignoreRangeHeaders } from './ignore-range-headers.js';

describe('Range headers of a request for a file', () => {
  it('are removed, and no other header is', () => {
    const kept = { accept: '*/*', 'if-none-match': '"a"' };
    const headers = { range: 'bytes=0-9', 'if-range': '"a"', 'if-match': '"a"', 'if-unmodified-since': 'now', ...kept };
    let calls = 0;
    ignoreRangeHeaders({ headers } as unknown as Request, {} as Response, () => calls++);
    expect(headers).toEqual(kept);
    expect(calls).toBe(1);
  });
});

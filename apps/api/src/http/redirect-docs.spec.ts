import type { Request, Response } from 'express';
import { describe, expect, it, vi } from 'vitest';
import { redirectDocs } from './redirect-docs.js';

describe('redirect of /docs/', () => {
  it.each([
    ['/docs/', ['../docs'], 0],
    ['/docs/?a=b', ['../docs'], 0],
    ['/docs', [], 1],
    ['/docs/swagger-ui.css', [], 1],
  ])('leads %s to %j', (originalUrl, targets, passedOn) => {
    const redirect = vi.fn<(target: string) => void>();
    const next = vi.fn();
    redirectDocs({ originalUrl } as Request, { redirect } as unknown as Response, next);
    expect(redirect.mock.calls.flat()).toEqual(targets);
    expect(next).toHaveBeenCalledTimes(passedOn);
  });
});

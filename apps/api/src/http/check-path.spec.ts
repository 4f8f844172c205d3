import type { Request } from 'express';
import { describe, expect, it } from 'vitest';
import { checkPath } from './check-path.js';

const check = (path: string) => () => {
  checkPath({ path } as Request);
};

describe('Path check', () => {
  it.each(['/predict/', '/docs/docs/', '//'])('refuses the trailing slash of %s', (path) => {
    expect(check(path)).toThrow(expect.objectContaining({ kind: 'not-found' }));
  });

  it.each(['/', '/predict', '/health/live', '/docs/'])('accepts %s', (path) => {
    expect(check(path)).not.toThrow();
  });
});

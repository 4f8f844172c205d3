import type { Request, Response } from 'express';
import { describe, expect, it } from 'vitest';
import { assignRequestId } from './request-id.js';

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

function assign(given?: string | string[]): { id: string; header: unknown } {
  const headers = new Map<string, unknown>();
  const response = { setHeader: (name: string, value: unknown) => headers.set(name, value) };
  const request = { headers: { 'x-request-id': given } };
  const id = assignRequestId(request as unknown as Request, response as unknown as Response);
  return { id, header: headers.get('X-Request-Id') };
}

describe('X-Request-Id', () => {
  it.each(['a', 'trace-7f:3/a=b', 'A_b.c+d@e', 'x'.repeat(128)])('is taken over from the request: %s', (given) => {
    expect(assign(given)).toEqual({ id: given, header: given });
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['too long', 'x'.repeat(129)],
    ['a text with blanks', 'two words'],
    ['a text with a quote', 'a"b'],
    ['a text with a line break', 'a\r\nSet-Cookie: b'],
    ['a list', ['a', 'b']],
  ])('is a new UUID when the given one is %s', (_, given) => {
    const [first, second] = [assign(given), assign(given)];
    expect(first.id).toMatch(UUID);
    expect(first.header).toBe(first.id);
    expect(second.id).not.toBe(first.id);
  });
});

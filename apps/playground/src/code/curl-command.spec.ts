import { describe, expect, it } from 'vitest';
import { writeCurlCommand } from './curl-command.js';

const URL = 'https://example.com/api/analyze';

describe('curl command', () => {
  it('has the request in single quotes', () => {
    expect(writeCurlCommand(URL, { documents: [{ text: 'Good' }] }, false)).toBe(
      [
        `curl 'https://example.com/api/analyze' \\`,
        `  --header 'Content-Type: application/json' \\`,
        `  --data '{"documents":[{"text":"Good"}]}'`,
      ].join('\n'),
    );
  });

  it.each([
    ["it's", String.raw`'{"text":"it'\''s"}'`],
    ['"$HOME" `id` !! \\', String.raw`'{"text":"\"$HOME\" ${'`id`'} !! \\"}'`],
    ['two\nlines', String.raw`'{"text":"two\nlines"}'`],
  ])('quotes %j so that the shell changes nothing', (text, quoted) => {
    expect(writeCurlCommand(URL, { text }, false)).toContain(`--data ${quoted}`);
  });

  it('reads an API key from a variable', () => {
    expect(writeCurlCommand(URL, {}, true)).toContain('--header "X-API-Key: $API_KEY"');
  });
});

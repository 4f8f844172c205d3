import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, repository, startApi } from '#libs/testing';

/** Words of unclear sentences: they stand for a noun that the sentence does not name. */
const UNCLEAR = /\b(whoever|nobody|somebody|anybody|what is no|of nothing)\b/i;

function findUnclear(text: string): string[] {
  return text.split('\n').filter((line) => UNCLEAR.test(line));
}

describe('wording', () => {
  let api: Api;

  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(async () => {
    await api.stop();
  });

  it.each(['whoever comes', 'Somebody else', 'of nothing on'])('finds: %s', (text) => {
    expect(findUnclear(text)).toEqual([text]);
  });

  it('is clear on the pages for users', () => {
    const pages = readdirSync(join(repository, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.md'))
      .map((path) => join('docs', path));
    expect(pages.length).toBeGreaterThan(3);
    for (const page of [
      'README.md',
      'MIGRATING.md',
      'SECURITY.md',
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'deploy/README.md',
      ...pages,
    ]) {
      expect(findUnclear(readFileSync(join(repository, page), 'utf8')), page).toEqual([]);
    }
  });

  it.each(['/openapi.json', '/metrics'])('is clear in the answer of %s', async (path) => {
    const text = await (await fetch(api.url + path)).text();
    expect(text.length).toBeGreaterThan(1_000);
    expect(findUnclear(text)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { renderGuide } from './openapi-guide.js';

const SETTINGS = {
  API_KEYS_FILE: '',
  MAX_TEXTS: 1_000,
  MAX_BODY_BYTES: 2_097_152,
  REQUEST_TIMEOUT_MS: 10_000,
  RATE_LIMIT_REQUESTS: 0,
  RATE_LIMIT_SECONDS: 60,
};

describe('Guide of the API', () => {
  it('begins with the purpose of the service, and explains a first request, keys, errors, limits and links', () => {
    const guide = renderGuide(SETTINGS);
    expect(guide).toMatch(/^The service classifies the sentiment of texts\./);
    const titles = [...guide.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    expect(titles).toEqual([
      'First request',
      'Streams',
      'Clients of other servers',
      'API keys',
      'Errors',
      'Limits',
      'Links',
    ]);
  });

  it('has no line of more than 140 characters', () => {
    const guides = [SETTINGS, { ...SETTINGS, API_KEYS_FILE: '/keys', RATE_LIMIT_REQUESTS: 100 }].map(renderGuide);
    expect(guides.flatMap((guide) => guide.split('\n')).filter((line) => line.length > 140)).toEqual([]);
  });

  it('states the limits of this service', () => {
    const guide = renderGuide({ ...SETTINGS, RATE_LIMIT_REQUESTS: 1_200 });
    for (const limit of [
      'at most 1,000 texts or documents (`MAX_TEXTS`)',
      'at most 2,097,152 bytes (`MAX_BODY_BYTES`)',
      'after 10,000 ms, it answers 504',
      'at most 1,200 requests in 60 s (`RATE_LIMIT_REQUESTS`)',
    ]) {
      expect(guide).toContain(limit);
    }
    expect(renderGuide(SETTINGS)).toContain('does not limit the number of requests');
  });

  it('sends a key in the first request only to a service that requires one', () => {
    expect(renderGuide(SETTINGS)).not.toContain('X-API-Key: <key>');
    const guarded = renderGuide({ ...SETTINGS, API_KEYS_FILE: '/etc/keys' });
    expect(guarded).toMatch(/^curl .* -H 'X-API-Key: <key>' /m);
    expect(guarded).not.toContain('/etc/keys');
  });
});

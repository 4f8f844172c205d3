import { describe, expect, it } from 'vitest';
import { Settings } from './settings.js';

describe('Settings', () => {
  it('have a default for everything', () => {
    const settings = new Settings({});
    expect(settings).toMatchObject({ PORT: 8000, HOST: '0.0.0.0', MAX_TEXTS: 1_000, MAX_BODY_BYTES: 2_097_152 });
    expect(settings.MODEL_DIR).toMatch(/model-artifacts.minilm-l6-sst2$/);
  });

  it('are read from the environment', () => {
    expect(new Settings({ PORT: '0', MAX_TEXTS: '7' })).toMatchObject({ PORT: 0, MAX_TEXTS: 7 });
  });

  it.each(['', ' ', '0x50', '8e3', '8000.5', '-1', '65536', 'http'])('refuse PORT=%j', (PORT) => {
    expect(() => new Settings({ PORT })).toThrow('PORT must be an integer from 0 to 65535');
  });

  it('report all faults at once', () => {
    expect(() => new Settings({ PORT: 'x', MAX_TEXTS: '0', HOST: '' })).toThrow(
      'PORT must be an integer from 0 to 65535; HOST must not be empty; MAX_TEXTS must be an integer from 1 to 100000',
    );
  });
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from './package-root.js';
import { declaredSettings } from './setting.js';
import { findEmptyFileSettings, Settings } from './settings.js';

/** The default of every setting. A new setting needs a row here. */
const DEFAULTS = {
  PORT: 8_000,
  HOST: '0.0.0.0',
  PLAYGROUND: 'on',
  DIALECTS: 'huggingface,tei,open-inference,kserve,vllm,comprehend,azure,google',
  DIALECT_LABELS: 'polarity',
  DIALECT_LIMITS: 'own',
  DIALECT_MIXED: 'off',
  MODEL: 'minilm-l6-sentiment',
  MODEL_DIR: '',
  MAX_TEXTS: 1_000,
  MAX_WINDOWS: 16,
  LANGUAGE_POLICY: 'warn',
  MAX_BODY_BYTES: 2_097_152,
  REQUEST_TIMEOUT_MS: 10_000,
  MODEL_PROCESSES: 0,
  MODEL_THREADS: 0,
  CACHE_TTL_SECONDS: 86_400,
  CACHE_MEMORY_BYTES: 67_108_864,
  CACHE_STATUS: 'auto',
  REDIS_URL: '',
  REDIS_TOPOLOGY: 'standalone',
  REDIS_SENTINEL_PRIMARY: '',
  REDIS_SENTINEL_PASSWORD_FILE: '',
  REDIS_LOGIN: 'password',
  REDIS_PASSWORD_FILE: '',
  REDIS_CA_FILE: '',
  REDIS_TIMEOUT_MS: 50,
  REDIS_KEY_PREFIX: 'sentiment:',
  API_KEYS_FILE: '',
  RATE_LIMIT_REQUESTS: 0,
  RATE_LIMIT_SECONDS: 60,
  TRUSTED_PROXIES: '',
  CORS_ORIGINS: '',
  MAX_CONNECTIONS: 4_000,
  METRICS_PORT: 0,
  LOG_LEVEL: 'info',
  SHUTDOWN_DELAY_MS: 5_000,
};

describe('Settings', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'settings-'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    writeFileSync(join(folder, 'long'), '');
    truncateSync(join(folder, 'long'), 1024 * 1024 + 1);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('have a default for everything', () => {
    const settings = new Settings({});
    // Strictly: a setting without a default is a property with the value undefined.
    expect(Object.fromEntries(Object.entries(settings))).toStrictEqual(DEFAULTS);
    expect(declaredSettings().map(({ name }) => name)).toEqual(Object.keys(DEFAULTS));
    expect(settings.modelDir).toMatch(/model-artifacts.minilm-l6-sentiment$/);
  });

  it('take an empty variable for one that is not set', () => {
    const empty = Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, '']));
    expect(Object.fromEntries(Object.entries(new Settings(empty)))).toStrictEqual(DEFAULTS);
  });

  it('have a word for no prefix of the keys in Redis', () => {
    expect(new Settings({ REDIS_KEY_PREFIX: 'none' }).REDIS_KEY_PREFIX).toBe('');
    expect(new Settings({ REDIS_KEY_PREFIX: 'a:' }).REDIS_KEY_PREFIX).toBe('a:');
  });

  it('name the empty variables of files', () => {
    expect(findEmptyFileSettings({ API_KEYS_FILE: '', REDIS_PASSWORD_FILE: '/run/password', PORT: '' })).toEqual([
      'API_KEYS_FILE',
    ]);
  });

  it('are read from the environment', () => {
    expect(new Settings({ PORT: '0', MAX_TEXTS: '7' })).toMatchObject({ PORT: 0, MAX_TEXTS: 7 });
  });

  it.each(['minilm-l3-sentiment', 'minilm-l6-sst2'])('take the shipped model %s by its name', (MODEL) => {
    expect(new Settings({ MODEL }).modelDir).toBe(join(packageRoot, 'model-artifacts', MODEL));
  });

  it('take any folder before a model by its name', () => {
    expect(new Settings({ MODEL: 'no-such-model', MODEL_DIR: '/models/mine' }).modelDir).toBe('/models/mine');
  });

  it.each(['no-such-model', 'training', '..', '../e2e', 'minilm-l6-sst2/'])('refuse MODEL=%j', (MODEL) => {
    expect(() => new Settings({ MODEL })).toThrow(/MODEL must be one of (.*, )?minilm-l6-sst2/);
  });

  it.each([' ', '0x50', '8e3', '8000.5', '-1', '65536', 'http'])('refuse PORT=%j', (PORT) => {
    expect(() => new Settings({ PORT })).toThrow('PORT must be an integer from 0 to 65535');
  });

  it('report all faults at once', () => {
    expect(() => new Settings({ PORT: 'x', MAX_TEXTS: '0', LOG_LEVEL: 'loud' })).toThrow(
      'PORT must be an integer from 0 to 65535: it is not an integer; ' +
        'MAX_TEXTS must be an integer from 1 to 100000: it is out of range; LOG_LEVEL must be one of silent',
    );
  });

  it.each([
    [{ REDIS_URL: 'http://cache' }, 'REDIS_URL must begin with redis:// or rediss://'],
    [{ REDIS_URL: 'redis://a,b' }, 'REDIS_URL must name one host, or REDIS_TOPOLOGY must be cluster or sentinel'],
    [{ REDIS_URL: 'redis://a,b/1', REDIS_TOPOLOGY: 'cluster' }, 'REDIS_URL must name no database'],
    [{ REDIS_URL: 'redis://a,b', REDIS_TOPOLOGY: 'sentinel' }, 'REDIS_SENTINEL_PRIMARY must name the primary'],
    [{ REDIS_URL: 'redis://a', REDIS_LOGIN: 'entra-id' }, 'REDIS_URL must begin with rediss:// when'],
    [{ REDIS_TOPOLOGY: 'ring' }, 'REDIS_TOPOLOGY must be one of standalone, cluster, sentinel'],
    [{ REDIS_PASSWORD_FILE: '/no/such/file' }, 'REDIS_PASSWORD_FILE must be a file that can be read'],
    [{ REDIS_PASSWORD_FILE: '/' }, 'REDIS_PASSWORD_FILE must be a file that can be read'],
    [
      { REDIS_URL: 'redis://cache', REDIS_CA_FILE: import.meta.filename },
      'REDIS_CA_FILE needs a REDIS_URL that begins with rediss://',
    ],
    [{ API_KEYS_FILE: '/no/such/file' }, 'API_KEYS_FILE must be a file that can be read'],
    [{ API_KEYS_FILE: import.meta.filename }, 'API_KEYS_FILE must have <name>:<key> in line 1'],
    [{ CACHE_STATUS: 'on' }, 'CACHE_STATUS must be one of auto, always, never'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of silent, fatal, error, warn, info, debug, trace'],
    [{ TRUSTED_PROXIES: 'my-proxy' }, 'TRUSTED_PROXIES must be a number of proxies, or addresses'],
    [{ CORS_ORIGINS: 'app.example.com' }, 'CORS_ORIGINS must be origins such as'],
    [{ CORS_ORIGINS: 'https://app.example.com/' }, 'CORS_ORIGINS must be origins such as'],
    [{ CORS_ORIGINS: 'https://a.example,*' }, 'CORS_ORIGINS must be origins such as'],
    [{ PORT: '9464', METRICS_PORT: '9464' }, 'METRICS_PORT must differ from PORT'],
    [{ SHUTDOWN_DELAY_MS: '600001' }, 'SHUTDOWN_DELAY_MS must be an integer from 0 to 600000'],
  ])('refuse %j', (environment, fault) => {
    expect(() => new Settings(environment)).toThrow(fault);
  });

  it.each(['API_KEYS_FILE', 'REDIS_PASSWORD_FILE', 'REDIS_CA_FILE'])('refuse a pipe and a long file as %s', (name) => {
    expect(() => new Settings({ [name]: join(folder, 'pipe') })).toThrow(
      `${name} must be a file that can be read: it is not a regular file`,
    );
    expect(() => new Settings({ [name]: join(folder, 'long') })).toThrow(
      `${name} must be a file that can be read: it has more than 1048576 bytes`,
    );
    expect(() => new Settings({ [name]: '/dev/zero' })).toThrow('it is not a regular file');
  });

  it('show what the cache held unless API keys are on, or as CACHE_STATUS says', () => {
    const keys = { API_KEYS_FILE: join(folder, 'keys') };
    writeFileSync(keys.API_KEYS_FILE, 'shop:first-0123456789abcdef');
    const isShown = (environment: Record<string, string>) => new Settings(environment).showsCacheStatus;
    expect([isShown({}), isShown(keys)]).toEqual([true, false]);
    const [always, never] = [{ CACHE_STATUS: 'always' }, { CACHE_STATUS: 'never' }];
    expect([isShown(always), isShown({ ...keys, ...always })]).toEqual([true, true]);
    expect([isShown(never), isShown({ ...keys, ...never })]).toEqual([false, false]);
  });

  it.each([
    { TRUSTED_PROXIES: '1' },
    { TRUSTED_PROXIES: 'loopback, 10.0.0.0/8, fd00::/8' },
    { CORS_ORIGINS: '*' },
    { CORS_ORIGINS: 'https://a.example, http://localhost:3000' },
    { LOG_LEVEL: 'silent' },
  ])('take %j', (environment) => {
    expect(new Settings(environment)).toMatchObject(environment);
  });

  it('never quote a password', () => {
    expect(() => new Settings({ REDIS_URL: 'redis://:hunter2@cache/x' })).toThrow(/^((?!hunter2).)*$/);
  });
});

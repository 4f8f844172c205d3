import { execFileSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isMissing, RedisServer } from '#libs/testing';
import { openRedisCache, untilUp } from './redis-cache-under-test.fake.js';

describe.skipIf(isMissing('redis-server'))('the password file of Redis', () => {
  let folder: string;
  let passwordFile: string;
  let server: RedisServer;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'password-file-'));
    passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, 'first\n');
    server = await RedisServer.start();
    await server.command('acl', 'setuser', 'api', 'reset', 'on', '>first', '~*', '+@all');
  });
  afterEach(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['a pipe', (path: string) => execFileSync('mkfifo', [path])],
    [
      'too long',
      (path: string) => {
        writeFileSync(path, '');
        truncateSync(path, 1024 * 1024 + 1);
      },
    ],
  ])(
    'stops nothing when it becomes %s: the last password is used, and the next one once it can be read',
    async (_, make) => {
      const { cache } = openRedisCache(`redis://api@127.0.0.1:${server.port}`, { passwordFile });
      const status = () => cache.tiers[0]?.state.status;
      await untilUp(cache);
      make(join(folder, 'new'));
      renameSync(join(folder, 'new'), passwordFile);
      await server.command('client', 'kill', 'user', 'api');
      while (status() === 'up') await sleep(1);
      await untilUp(cache);
      await server.command('acl', 'setuser', 'api', 'resetpass', '>second');
      await server.command('client', 'kill', 'user', 'api');
      while (status() === 'up') await sleep(1);
      writeFileSync(join(folder, 'new'), 'second\n');
      renameSync(join(folder, 'new'), passwordFile);
      await untilUp(cache);
      expect(status()).toBe('up');
      await cache.close();
    },
  );
});

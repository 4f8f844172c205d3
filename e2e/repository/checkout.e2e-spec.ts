import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing, postJson, repository, untilHealthy } from '#libs/testing';

const run = promisify(execFile);

/** An archive of the sources has no commits that could be cloned. */
const hasCommits = existsSync(join(repository, '.git'));

describe.skipIf(!hasCommits || isMissing('git')).each([
  ['core.autocrlf=true', 'as Git for Windows sets it'],
  ['core.symlinks=false', 'as on file systems without links'],
])('checkout: a clone with %s, %s', (option) => {
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'clone-'));
    await run('git', ['clone', '--quiet', '-c', option, repository, folder]);
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('has no line that ends with CR LF, but in the tables of other tools', async () => {
    const { stdout } = await run('git', ['-C', folder, 'ls-files', '--eol']);
    const files = stdout.trim().split('\n');
    expect(files.length).toBeGreaterThan(500);
    expect(files.filter((file) => /w\/(crlf|mixed)/.test(file) && !/attr\/-text/.test(file))).toEqual([]);
    const tables = files.filter((file) => /attr\/-text\s.*\/fixtures\/tables\//.test(file));
    expect(tables.length).toBeGreaterThan(20);
    expect(tables.filter((file) => !/^i\/(\S+)\s+w\/\1\s/.test(file))).toEqual([]);
  });

  it('has no symbolic link', async () => {
    const { stdout } = await run('git', ['-C', folder, 'ls-files', '--stage']);
    expect(stdout.split('\n').filter((file) => file.startsWith('120000'))).toEqual([]);
  });

  it('starts the service by the command of npm start, and classifies', { timeout: 120_000 }, async () => {
    const starter = spawn(process.execPath, ['apps/api/start.js'], {
      cwd: folder,
      env: { ...process.env, PORT: '0', HOST: '127.0.0.1', SHUTDOWN_DELAY_MS: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exited = once(starter, 'exit');
    const url = await new Promise<string>((resolve, reject) => {
      let output = '';
      for (const stream of [starter.stdout, starter.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          output += chunk.toString();
          const port = /listening on http:\/\/\S+:(\d+)/.exec(output)?.[1];
          if (port) resolve(`http://127.0.0.1:${port}`);
        });
      }
      starter.once('exit', () => reject(new Error(output)));
    });
    try {
      await untilHealthy(url);
      const answer = await postJson(url, { text: ['A wonderful film, full of joy.'] });
      expect(await answer.json()).toMatchObject({ predictions: [[{ label: 'POSITIVE' }, { label: 'NEGATIVE' }]] });
    } finally {
      starter.kill('SIGTERM');
      await exited;
    }
  });

  it('has a smoke.sh that runs', async () => {
    const { stdout } = await run('sh', [join(folder, 'deploy/smoke.sh'), '--dry-run', 'http://127.0.0.1:8000']);
    expect(stdout).toContain('1. a good text is POSITIVE: curl ');
  });
});

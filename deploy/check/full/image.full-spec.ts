import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort, postJson } from '#libs/testing';
import { deploy, runTool } from '../tools.js';
import { IMAGE, podman, startContainer } from './containers.js';
import { until } from './control-plane.js';

const NAME = 'sentiment-image';
const MEGABYTE = 1_000_000;
const MAX_IMAGE_BYTES = 250 * MEGABYTE;
const MEBIBYTE = 2 ** 20;

let port: number;

beforeAll(async () => {
  if (process.env.DEPLOY_IMAGE) return;
  const { exitCode, output } = await runTool(join(deploy, 'check/full/stand-in-image.sh'), [IMAGE]);
  expect(exitCode, output).toBe(0);
});

afterEach(async () => {
  await podman('rm', '--force', '--ignore', NAME);
});

const url = () => `http://127.0.0.1:${port}`;

async function startImage(cpus: number, memoryBytes: number, args: readonly string[] = []): Promise<number> {
  port = await freePort();
  const begun = Date.now();
  const env = { PORT: String(port), METRICS_PORT: String(await freePort()), SHUTDOWN_DELAY_MS: '0' };
  await startContainer({ name: NAME, env, cpus, memoryBytes, args });
  await until(async () => {
    return fetch(`${url()}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  }, 'the container is ready');
  return Date.now() - begun;
}

const inspect = (format: string) => podman('inspect', '--format', format, NAME);

/** @returns a field of /proc/PID/status of the first process */
async function processStatus(field: string): Promise<string> {
  const status = readFileSync(`/proc/${await inspect('{{.State.Pid}}')}/status`, 'utf8');
  return new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
}

/** @returns the proportional set size of all processes of the container */
async function residentMegabytes(): Promise<number> {
  const pids = (await podman('top', NAME, 'hpid')).split('\n').slice(1);
  const rss = pids.map((pid) =>
    Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid.trim()}/smaps_rollup`, 'utf8'))?.[1]),
  );
  return Math.round((rss.reduce((sum, kilobytes) => sum + kilobytes, 0) * 1_024) / MEGABYTE);
}

describe('the image', () => {
  it('is small', async () => {
    const bytes = Number(await podman('image', 'inspect', '--format', '{{.Size}}', IMAGE));
    const layers = await podman('image', 'inspect', '--format', '{{len .RootFS.Layers}}', IMAGE);
    process.stdout.write(`image: ${Math.round(bytes / MEGABYTE)} MB in ${layers} layers\n`);
    expect(bytes).toBeLessThanOrEqual(MAX_IMAGE_BYTES);
  });

  it.each([0.5, 1, 2])('runs without privileges on %s CPUs and 512 MiB', async (cpus) => {
    const readyMs = await startImage(cpus, 512 * MEBIBYTE);
    expect(await processStatus('Uid')).toMatch(/^65532\s/);
    expect(await processStatus('CapEff')).toBe('0000000000000000');
    expect(await processStatus('NoNewPrivs')).toBe('1');
    expect(await processStatus('Seccomp')).toBe('2');
    const { exitCode, output } = await runTool(join(deploy, 'smoke.sh'), [url()]);
    expect(exitCode, output).toBe(0);
    process.stdout.write(`${cpus} CPU, 512 MiB: ready after ${readyMs} ms, ${await residentMegabytes()} MB\n`);
    await podman('stop', '--time', '30', NAME);
    expect(await inspect('{{.State.ExitCode}} {{.State.OOMKilled}}')).toBe('0 false');
  });

  it('has no shell', async () => {
    const { exitCode, output } = await runTool('podman', [
      'run',
      '--rm',
      '--entrypoint',
      '/bin/sh',
      IMAGE,
      '-c',
      'true',
    ]);
    expect(exitCode, output).not.toBe(0);
  });

  it('exits with 0 as the first process after SIGTERM under load', async () => {
    await startImage(2, 768 * MEBIBYTE);
    let ended = false;
    const statuses: number[] = [];
    const clients = Array.from({ length: 8 }, async (_, client) => {
      for (let turn = 0; !ended; turn++) {
        await postJson(url(), { text: [`${client} ${turn}`] }).then(
          ({ status }) => statuses.push(status),
          () => sleep(10),
        );
      }
    });
    await sleep(2_000);
    await podman('stop', '--time', '30', NAME);
    ended = true;
    await Promise.all(clients);
    expect(await inspect('{{.State.ExitCode}}')).toBe('0');
    expect(statuses.length).toBeGreaterThan(50);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
  });

  it('exits with an error when there is not enough memory', async () => {
    port = await freePort();
    const env = { PORT: String(port), SHUTDOWN_DELAY_MS: '0' };
    await startContainer({ name: NAME, env, cpus: 1, memoryBytes: 64 * MEBIBYTE });
    await until(async () => (await inspect('{{.State.Running}}')) === 'false', 'the container has ended');
    expect(await inspect('{{.State.ExitCode}}')).not.toBe('0');
  });

  it('replaces a killed model process and continues to serve requests', async () => {
    await startImage(2, 768 * MEBIBYTE);
    const children = (await podman('top', NAME, 'hpid', 'ppid'))
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/));
    const [victim] = children.filter(([, parent]) => parent === '1').map(([pid]) => Number(pid));
    // The OOM killer sends SIGKILL to the process with the most memory.
    process.kill(victim ?? 0, 'SIGKILL');
    const response = await postJson(url(), { text: ['fine'] });
    expect(response.status).toBe(200);
    expect(await inspect('{{.State.Running}}')).toBe('true');
  });

  it('serves requests on a full disk', async () => {
    await startImage(1, 512 * MEBIBYTE);
    // The test fills the only writable folder through /proc, because the image has no shell.
    const file = join('/proc', await inspect('{{.State.Pid}}'), 'root/tmp/full');
    const chunk = Buffer.alloc(MEBIBYTE);
    expect(() => {
      for (;;) appendFileSync(file, chunk);
    }).toThrow('ENOSPC');
    const { exitCode, output } = await runTool(join(deploy, 'smoke.sh'), [url()]);
    expect(exitCode, output).toBe(0);
  });
});

import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const repository = join(import.meta.dirname, import.meta.dirname.includes('dist') ? '../../../..' : '../../..');
const MAIN_FILE = 'dist/apps/api/src/main.js';
export const fixtures = join(repository, 'e2e/fixtures');
export const nanModel = join(fixtures, 'nan-for-one-token');
export const threeClassModel = join(fixtures, 'three-classes');
export const shippedModel = join(repository, 'model-artifacts/minilm-l6-sentiment');

/** For `--import`: makes the service's clock jump ahead at SIGUSR2. */
export const timeJump = join(repository, 'dist/e2e/time-jump.js');

/** For tests and benches of the model's way: a known text would not take it. */
export const UNCACHED = { CACHE_TTL_SECONDS: '0' };

export interface Api {
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything that it wrote so far. */
  output(): string;
  /** Ids of its child processes: the model processes. */
  workerIds(): number[];
  /** Asks with SIGTERM and returns the exit code. */
  stop(): Promise<number | null>;
}

export interface StartOptions {
  readonly env?: Record<string, string>;
  readonly nodeOptions?: readonly string[];
  /** A command that starts the rest of its arguments as a program, such as taskset. */
  readonly prefix?: readonly string[];
  /** Whether to wait until the model answers. */
  readonly untilReady?: boolean;
  /** Folder of another checkout, with its build: its service is started instead of this one. */
  readonly checkout?: string;
}

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the built service as a process of its own, on a free port unless `env` names one. */
export async function startApi(options: StartOptions = {}): Promise<Api> {
  const { child, written, ended } = launch(options);
  const url = await new Promise<string>((resolve, reject) => {
    const told = options.env?.PORT;
    if (told !== undefined) void untilListening(Number(told)).then(() => resolve(`http://127.0.0.1:${told}`));
    child.stdout.on('data', () => {
      const port = /listening on http:\/\/\S+:(\d+)/.exec(written.stdout)?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
    });
    child.once('exit', () => {
      reject(new Error(`the service ended at once: ${written.stderr}`));
    });
  });
  if (options.untilReady !== false) await untilHealthy(url);
  return {
    url,
    process: child,
    output: () => written.stdout + written.stderr,
    workerIds: () => listChildProcesses(child.pid ?? 0),
    stop: async () => {
      if (child.exitCode === null) child.kill('SIGTERM');
      return (await ended).exitCode;
    },
  };
}

/** A service that loads until `finish` is called: its manifest is a pipe that nobody has written to yet. */
export async function startLoadingApi(): Promise<{ api: Api; finish: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'loading-'));
  cpSync(nanModel, folder, { recursive: true });
  const pipe = join(folder, 'manifest.json');
  rmSync(pipe);
  execFileSync('mkfifo', [pipe]);
  const api = await startApi({ env: { MODEL_DIR: folder, ...UNCACHED }, untilReady: false });
  return {
    api,
    finish: async () => {
      await writeFile(pipe, readFileSync(join(nanModel, 'manifest.json')));
      await untilHealthy(api.url);
      rmSync(folder, { recursive: true });
    },
  };
}

/** Starts the built service and waits for its end. */
export function runApiToEnd(options: StartOptions = {}): Promise<Ended> {
  return launch(options).ended;
}

/** Waits until `/health` is 200. */
export async function untilHealthy(url: string, limitMs = 20_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  while ((await fetch(`${url}/health`)).status !== 200) {
    if (Date.now() > deadline) throw new Error(`${url} is not healthy after ${limitMs} ms`);
    await sleep(10);
  }
}

export function postJson(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return postJsonTo(url, '/predict', body, headers);
}

/** Sends JSON to a route; texts and bytes are sent as they are. */
export function postJsonTo(
  url: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
}

/** For a service that does not say so. */
async function untilListening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await sleep(20);
  }
}

function launch(options: StartOptions) {
  const { checkout = repository, prefix = [], nodeOptions = [] } = options;
  const command = [...prefix, process.execPath, ...nodeOptions, join(checkout, MAIN_FILE)];
  const child = spawn(command[0] ?? '', command.slice(1), {
    cwd: checkout,
    env: { PATH: process.env.PATH, PORT: '0', HOST: '127.0.0.1', SHUTDOWN_DELAY_MS: '0', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (written.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (written.stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (exitCode) => {
      resolve({ exitCode, ...written });
    });
  });
  return { child, written, ended };
}

export function listChildProcesses(processId: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && readParent(name) === processId)
    .map(Number);
}

/** Whether a process has not ended. A zombie has ended: its parent has not read its exit code yet. */
export function isRunning(processId: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${processId}/status`, 'utf8'));
  } catch {
    return false;
  }
}

function readParent(processId: string): number | undefined {
  try {
    const status = readFileSync(`/proc/${processId}/status`, 'utf8');
    return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);
  } catch {
    return undefined; // It ended between the listing and the reading.
  }
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { postJson, repository, startApi, type Api } from '#libs/testing';
import { ControlGroup } from '../../control-group.js';

const CPUS = 2;
const MEMORY_BYTES = 768 * 2 ** 20;
const WARM_UP_REQUESTS = 30;
const STOP_LIMIT_MS = 20_000;
const LOOP_DELAY = join(repository, 'dist/e2e/load/event-loop-delay.js');

/** A service with its default settings, in a control group of 768 MiB and 2 CPUs. */
export class LimitedService {
  private constructor(
    readonly api: Api,
    readonly group: ControlGroup,
    private readonly folder: string,
  ) {}

  /**
   * @param checkout whose build is started; undefined for this one
   * @param keys that clients must come with; none for a service without keys
   * @throws Error where control groups cannot be made
   */
  static async start(checkout: string | undefined, keys: readonly string[]): Promise<LimitedService> {
    const group = ControlGroup.create(CPUS, MEMORY_BYTES);
    if (!group) throw new Error('control groups cannot be made here');
    const folder = mkdtempSync(join(tmpdir(), 'attacks-'));
    const keysFile = join(folder, 'keys');
    writeFileSync(keysFile, keys.map((key, index) => `client-${index}:${key}\n`).join(''));
    const api = await startApi({
      env: keys.length > 0 ? { API_KEYS_FILE: keysFile } : {},
      nodeOptions: ['--import', LOOP_DELAY],
      prefix: group.prefix,
      ...(checkout !== undefined && { checkout }),
    });
    // A flood makes a long log: nothing reads it from here on.
    api.process.stdout?.removeAllListeners('data').resume();
    const service = new LimitedService(api, group, folder);
    await service.warmUp(keys[0]);
    return service;
  }

  get port(): number {
    return Number(new URL(this.api.url).port);
  }

  /** How the service has ended; undefined while it runs. */
  get ending(): string | undefined {
    const { exitCode, signalCode } = this.api.process;
    return signalCode ?? (exitCode === null ? undefined : `exit code ${exitCode}`);
  }

  /** Ends it, by force where it does not end by itself, and removes its group. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => this.killAll(), STOP_LIMIT_MS);
    await this.api.stop();
    clearTimeout(timer);
    this.killAll();
    while (this.group.processIds().length > 0) await sleep(20);
    this.group.remove();
    rmSync(this.folder, { recursive: true });
  }

  private async warmUp(key: string | undefined): Promise<void> {
    for (let index = 0; index < WARM_UP_REQUESTS; index++) {
      const headers: Record<string, string> = key === undefined ? {} : { 'x-api-key': key };
      await (await postJson(this.api.url, { text: [`a warm evening, number ${index}`] }, headers)).arrayBuffer();
    }
  }

  private killAll(): void {
    for (const id of this.group.processIds()) {
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It has ended since.
      }
    }
  }
}

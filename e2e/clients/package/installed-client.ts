import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repository } from '#libs/testing';
import { runProgram } from '../run-program.js';

type ClientModule = typeof import('#libs/client');

/** A fresh project with the packed client and the programs that use it. */
export class InstalledClient {
  private constructor(
    readonly folder: string,
    readonly tarball: string,
  ) {}

  /** Packs the client, and installs it without a registry: it has no dependencies. */
  static async install(): Promise<InstalledClient> {
    const folder = mkdtempSync(join(tmpdir(), 'client-package-'));
    const pack = join(repository, 'libs/client/package/pack.js');
    const output = await runProgram(repository, process.execPath, pack, join(folder, 'packed'));
    const tarball = output.trim().split('\n').at(-1) ?? '';
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    cpSync(join(repository, 'e2e/clients/package/consumer'), folder, { recursive: true });
    await runProgram(folder, 'npm', 'install', '--offline', '--no-audit', '--no-fund', tarball);
    return new InstalledClient(folder, tarball);
  }

  /** The text of a file of the package. */
  readFile(path: string): string {
    return readFileSync(this.getPath(path), 'utf8');
  }

  /** The path of a file of the package. */
  getPath(path: string): string {
    return join(this.folder, 'node_modules/@sentiment-service/client', path);
  }

  async import(): Promise<ClientModule> {
    return (await import(pathToFileURL(this.getPath('index.js')).href)) as ClientModule;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

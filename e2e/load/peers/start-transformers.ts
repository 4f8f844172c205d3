import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '#libs/testing';
import { readAddress } from '../read-address.js';

const SOURCE = join(repository, 'e2e/load/peers/transformers');
const MODEL_FILES = ['config.json', 'tokenizer.json'];

/** A running peer. */
export interface Peer {
  readonly url: string;
  readonly process: ChildProcess;
}

/**
 * Installs transformers.js into a folder and serves a model folder of this repository with it.
 *
 * @param folder an empty folder
 * @throws Error when npm cannot install the package
 */
export async function startTransformers(folder: string, modelFolder: string): Promise<Peer> {
  for (const name of ['package.json', 'package-lock.json', '.npmrc', 'server.js']) {
    cpSync(join(SOURCE, name), join(folder, name));
  }
  const installed = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
  if (installed.status !== 0) throw new Error(`npm cannot install transformers.js: ${installed.stderr.toString()}`);
  layOutModel(modelFolder, join(folder, 'models/model'));
  const child = spawn(process.execPath, ['server.js', join(folder, 'models'), 'model'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // A bench that fails would leave it, with the output of the bench open: bench:all would wait for ever.
  process.once('exit', () => child.kill());
  return { url: await readAddress(child), process: child };
}

/** The layout that transformers.js reads. */
function layOutModel(modelFolder: string, into: string): void {
  mkdirSync(join(into, 'onnx'), { recursive: true });
  for (const name of MODEL_FILES) cpSync(join(modelFolder, name), join(into, name));
  cpSync(join(modelFolder, 'model.onnx'), join(into, 'onnx/model.onnx'));
  writeFileSync(
    join(into, 'tokenizer_config.json'),
    JSON.stringify({ tokenizer_class: 'BertTokenizer', model_max_length: 512 }),
  );
}

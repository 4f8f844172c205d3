import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nanModel, shippedModel } from '#libs/testing';
import { RequestFlowRecorder } from './request-flow-recorder.js';

const folders: string[] = [];

/** Removes what `makeFolder` made. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

/** Makes an empty folder. @returns its path */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'request-flow-'));
  folders.push(folder);
  return folder;
}

function copyModel(): string {
  const folder = makeFolder();
  cpSync(nanModel, folder, { recursive: true });
  return folder;
}

/**
 * A service whose manifest is a pipe that nothing has been written to: its model is loading until `finish`, before which
 * it cannot end.
 */
export async function startLoading(
  env: Record<string, string> = {},
): Promise<{ flow: RequestFlowRecorder; finish: () => Promise<void> }> {
  const folder = copyModel();
  const manifest = join(folder, 'manifest.json');
  const content = readFileSync(manifest);
  rmSync(manifest);
  execFileSync('mkfifo', [manifest]);
  const flow = await RequestFlowRecorder.start({ MODEL_DIR: folder, ...env }, false);
  return {
    flow,
    finish: async () => {
      await writeFile(manifest, content);
      await flow.untilHealth(200);
    },
  };
}

/** A service that knows `good`, and whose model process ended; the file of the next ones is another one by now. */
export async function startWithoutWorkers(env: Record<string, string> = {}): Promise<RequestFlowRecorder> {
  const folder = copyModel();
  const started = await RequestFlowRecorder.start({ MODEL_DIR: folder, ...env });
  await started.events({ text: ['good'] });
  copyFileSync(join(shippedModel, 'model.onnx'), join(folder, 'model.onnx'));
  started.signalModel('SIGKILL');
  await started.untilHealth(503);
  return started;
}

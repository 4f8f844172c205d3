import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Replaces a file, so that after a power failure the old or the new one is there, and never a part.
 *
 * @param isCancelled asked once more before the file is replaced: then the old one stays
 */
export async function writeFileAtomically(
  path: string,
  content: string,
  isCancelled: () => boolean = () => false,
): Promise<void> {
  const partial = `${path}.partial`;
  const file = await open(partial, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  if (isCancelled()) {
    await rm(partial, { force: true });
    return;
  }
  await rename(partial, path);
  await syncFolder(dirname(path));
}

/** Returns when the names of the files of a folder survive a power failure. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

import { readFile } from 'node:fs/promises';

/**
 * @returns the content of a file that the command wrote itself; undefined when there is no such file
 * @throws Error when the file is no JSON
 */
export async function readJsonFile(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    if (error instanceof SyntaxError) throw new Error(`${path} is damaged: ${error.message}`, { cause: error });
    throw error;
  }
}

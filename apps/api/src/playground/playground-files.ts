import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const PAGE = 'index.html';
/** Where the page expects its assets, from the address of the page on. */
const ASSETS = 'playground/assets';
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** A file that the service answers as it is. */
export interface StaticFile {
  readonly content: Buffer;
  readonly mediaType: string;
  /** A strong entity tag. */
  readonly etag: string;
}

/** The built playground, in memory: a request never reads the disk, and no path leads to another file. */
export class PlaygroundFiles {
  /** @param page undefined if the service serves no playground */
  constructor(
    readonly page?: StaticFile,
    private readonly assets: ReadonlyMap<string, StaticFile> = new Map(),
  ) {}

  /** @param name of the file, without folders */
  getAsset(name: string): StaticFile | undefined {
    return this.assets.get(name);
  }
}

/**
 * Reads the files that `apps/playground/build.js` has written.
 *
 * @returns undefined if the folder has no page, or no assets. A file of another type is not served.
 */
export function readPlaygroundFiles(folder: string): PlaygroundFiles | undefined {
  if (!existsSync(join(folder, PAGE)) || !existsSync(join(folder, ASSETS))) return undefined;
  const assets = new Map<string, StaticFile>();
  for (const name of readdirSync(join(folder, ASSETS))) {
    const asset = readFile(join(folder, ASSETS, name));
    if (asset) assets.set(name, asset);
  }
  return new PlaygroundFiles(readFile(join(folder, PAGE)), assets);
}

/** @returns undefined if the service has no media type for the file */
function readFile(path: string): StaticFile | undefined {
  const mediaType = MEDIA_TYPES[extname(path)];
  if (mediaType === undefined) return undefined;
  const content = readFileSync(path);
  return { content, mediaType, etag: `"${createHash('sha256').update(content).digest('base64url')}"` };
}

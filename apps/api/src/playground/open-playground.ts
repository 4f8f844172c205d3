import { PlaygroundFiles, readPlaygroundFiles } from './playground-files.js';

/** What the opening of the playground needs. */
export interface PlaygroundOptions {
  /** The setting PLAYGROUND. */
  readonly mode: 'on' | 'off';
  /** Folder of the built files. */
  readonly folder: string;
  readonly logger: { warn(line: string): void };
}

/** Reads the files of the playground. @returns no files if it is off, or if it is not built: then one line in the log says so */
export function openPlayground({ mode, folder, logger }: PlaygroundOptions): PlaygroundFiles {
  if (mode === 'off') return new PlaygroundFiles();
  const files = readPlaygroundFiles(folder);
  if (files) return files;
  logger.warn('the playground at / is not built, so / answers 404; npm run build builds it');
  return new PlaygroundFiles();
}

import { toServiceUrl } from '#libs/client';

/** The service that classifies. */
export interface ServerOptions {
  readonly url: string;
  /** Path of a file whose first line is the API key. */
  readonly keyFile: string | undefined;
}

/** The arguments as they are given; undefined for those that are not. */
export interface ServerArguments {
  readonly url: string | undefined;
  readonly keyFile: string | undefined;
  readonly modelDir: string | undefined;
}

/**
 * @returns undefined to classify in this process
 * @throws Error naming the argument that is not valid; it quotes no address, which may hold a password
 */
export function parseServerOptions({ url, keyFile, modelDir }: ServerArguments): ServerOptions | undefined {
  if (url === undefined) {
    if (keyFile !== undefined) throw new Error('--key-file needs --url');
    return undefined;
  }
  if (modelDir !== undefined) throw new Error('--model-dir names a model of this machine: leave it out with --url');
  try {
    return { url: toServiceUrl(url), keyFile };
  } catch (error) {
    throw new Error(`--url ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

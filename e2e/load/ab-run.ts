import type { Api } from '#libs/testing';
import { closedLoad } from './closed-load.js';
import type { TextFile } from './texts.js';

export const AB_CONNECTIONS = 32;

/** Texts a second of two services under the same load, one after the other. */
export interface AbRun {
  readonly textsPerSecond: number;
  readonly rivalTextsPerSecond: number;
}

/** @param seconds of each load */
export async function runAb(api: Api, rival: Api, texts: TextFile, seconds: number): Promise<AbRun> {
  const measure = async (url: string): Promise<number> => {
    const load = { url, connections: AB_CONNECTIONS, seconds, textsPerRequest: 1 };
    const {
      requests,
      refused,
      failures,
      seconds: measured,
    } = await closedLoad({ ...load, ...texts.take(seconds * 2_000) });
    if (refused + failures > 0) throw new Error(`${refused + failures} not answered`);
    return requests / measured;
  };
  return { rivalTextsPerSecond: await measure(rival.url), textsPerSecond: await measure(api.url) };
}

/** Suffixes of the files that stand beside an output while it is written, and of the record of a shard. */
const COMPANION_SUFFIXES = ['.checkpoint.json', '.lock', '.partial', '.shard.json'];

/** @returns whether a file of this name stands beside an output, and is none itself */
export function isCompanionName(name: string): boolean {
  return COMPANION_SUFFIXES.some((suffix) => name.endsWith(suffix));
}

/** @returns the paths of the files that may stand beside an output */
export function listCompanionPaths(output: string): string[] {
  return COMPANION_SUFFIXES.map((suffix) => output + suffix);
}

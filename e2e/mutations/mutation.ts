/** A plausible mistake in a source file, and the spec that must fail for it. */
export interface Mutation {
  readonly name: string;
  /** The source file; this path and that of the spec begin at the root of the repository. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly text: string;
  readonly replacement: string;
  readonly spec: string;
}

/** A mutation whose spec lies beside its file, unless another one is named. */
export function mutation(
  name: string,
  file: string,
  text: string,
  replacement: string,
  spec = file.replace(/\.ts$/, '.spec.ts'),
): Mutation {
  return { name, file, text, replacement, spec };
}

/** The part of the package that is used here; it brings no types. */
declare module 'negotiator' {
  export default class Negotiator {
    constructor(request: { readonly headers: { readonly accept?: string | undefined } });

    /** @returns the offered media type that the `Accept` header prefers; undefined when it accepts none */
    mediaType(offered: readonly string[]): string | undefined;
  }
}

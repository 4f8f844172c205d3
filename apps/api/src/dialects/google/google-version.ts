/** The versions of the API that have `analyzeSentiment`. */
export type GoogleVersion = 'v1' | 'v2';

/** The name of the language of a document, in requests and in answers. */
export const LANGUAGE_FIELDS = { v1: 'language', v2: 'languageCode' } as const satisfies Record<GoogleVersion, string>;

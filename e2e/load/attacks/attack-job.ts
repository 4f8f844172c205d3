/** What a connection sends and then leaves as it is. */
export type HeldRequest = 'claim' | 'chunked claim' | 'expecting claim' | 'nothing';

/** What a connection asks again and again, as soon as it has the answer. */
export type RepeatedRequest =
  | 'Hangul text'
  | 'U+1D160 text'
  | 'combining marks'
  | 'one letter'
  | 'blanks'
  | 'empty strings'
  | 'metrics'
  | 'invalid body'
  | 'deep arrays'
  | 'empty objects'
  | 'empty arrays'
  | 'many texts'
  | 'long text';

/** The work of one attacker process. */
export interface AttackJob {
  readonly port: number;
  /** Address that its connections come from. */
  readonly localAddress: string;
  readonly seconds: number;
  readonly connections: number;
  /** The connections use them in turn; none for requests without a key. */
  readonly keys: readonly string[];
  readonly request: { readonly held: HeldRequest } | { readonly repeated: RepeatedRequest };
}

/** What became of it. */
export interface AttackCounts {
  /** Connections that were opened, the renewed ones included. */
  readonly opened: number;
  /** Answers by status. */
  readonly answers: Readonly<Record<string, number>>;
}

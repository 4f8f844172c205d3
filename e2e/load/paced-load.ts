/** So many requests a second, whatever is answered, over a bounded number of connections. */
export interface PacedLoad {
  readonly port: number;
  /** Each has one request at a time. */
  readonly connections: number;
  readonly requestsPerSecond: number;
  readonly seconds: number;
  readonly textsPerRequest: number;
  /** One JSON string a line, and the line to start at. */
  readonly textsFile: string;
  readonly firstText: number;
}

export interface StatusFigures {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface PacedLoadResult {
  /** Requests without an answer. */
  readonly failures: number;
  /** Requests that were due when every connection had one. */
  readonly unsent: number;
  /** The answers that came while the load lasted. */
  readonly answeredInTime: Readonly<Record<string, number>>;
  readonly byStatus: Readonly<Record<string, StatusFigures>>;
}

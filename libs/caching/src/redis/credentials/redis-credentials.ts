/** How a connection logs in; without a password it does not. */
export interface RedisLogin {
  readonly username?: string;
  readonly password?: string;
}

/** The port behind which the login of all connections to Redis is kept. */
export interface RedisCredentials {
  /** The login for new connections, and for open ones that log in again. */
  readonly login: RedisLogin;

  /**
   * Takes over a login that has changed, before a new connection. Takes at most a second, and never rejects: the last
   * login stays when there is no other.
   */
  refresh(): Promise<void>;

  /**
   * Calls `listener` when open connections must log in again, because their login expires.
   * @returns a function that ends this
   */
  onRenewal(listener: () => void): () => void;

  /** Ends renewals. */
  close(): void;
}

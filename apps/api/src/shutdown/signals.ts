/** These end the service: at once while it starts, after a drain later. */
export const SHUTDOWN_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const;

/** Node opens an inspector at SIGUSR1 unless there is a handler; SIGUSR2 would end the process. */
export const IGNORED_SIGNALS = ['SIGUSR1', 'SIGUSR2'] as const;

/**
 * Binds the life of a worker to its parent: only the parent ends it, by closing the channel. A terminal or a supervisor
 * signals the whole process group, and the parent drains first. Imported before ONNX Runtime, which takes long to load.
 *
 * SIGUSR1 is among the signals because Node opens an inspector at SIGUSR1 unless there is a handler.
 */
const IGNORED_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;

for (const signal of IGNORED_SIGNALS) process.on(signal, () => {});
process.on('disconnect', () => process.exit(0));

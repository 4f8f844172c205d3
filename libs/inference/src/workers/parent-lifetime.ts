/**
 * Binds the life of a worker to its parent: only the parent ends it, by closing the channel. A terminal or a supervisor
 * signals the whole process group, and the parent drains first. Imported before ONNX Runtime, which takes long to load.
 *
 * SIGUSR1 is among the signals because Node opens an inspector at SIGUSR1 unless there is a handler.
 */
const IGNORED_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;

for (const signal of IGNORED_SIGNALS) process.on(signal, () => {});
/**
 * Not `process.exit`: Node's orderly end can wait for ever for a thread of V8 (nodejs/node#54918; seen with Node 24 while
 * the model was loading), and the worker would outlive the service. A worker has nothing to save or to send at its end.
 */
function end(): void {
  process.kill(process.pid, 'SIGKILL');
}

process.on('disconnect', end);
// The service may have left before this module was loaded.
if (!process.connected) end();

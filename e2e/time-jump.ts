/** Preloaded into a service by a test (`node --import`): at SIGUSR2 its monotonic clock jumps two minutes ahead. */
const JUMP_MS = 120_000;

process.on('SIGUSR2', () => {
  const now = performance.now.bind(performance);
  performance.now = () => now() + JUMP_MS;
});

/** Preloaded into a service by a test (`node --import`): at SIGUSR2 something throws that nobody catches. */
process.on('SIGUSR2', () => {
  setImmediate(() => {
    throw new TypeError('this text must not be logged');
  });
});

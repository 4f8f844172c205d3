/** @throws DOMException `AbortError` if the signal aborts before the time is over */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('aborted', 'AbortError'));
    });
    if (signal.aborted) reject(new DOMException('aborted', 'AbortError'));
  });
}

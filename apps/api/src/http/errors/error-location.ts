/** Name and first place of an error, by file name: its message and properties may carry a request's text. */
export function errorLocation(exception: unknown): string {
  if (!(exception instanceof Error)) return 'a thrown value that is not an Error';
  const { stack = '', message } = exception;
  const [, place = ''] = stack.slice(stack.indexOf(message) + message.length).split(/\n\s+at /);
  return `${exception.name} at ${/[^/\\]+:\d+:\d+/.exec(place)?.[0] ?? 'an unknown place'}`;
}

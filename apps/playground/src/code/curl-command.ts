/**
 * The command that sends a request, for POSIX shells.
 *
 * @param url of the route
 * @param hasApiKey whether the service asks for a key: the command then reads it from the variable API_KEY
 */
export function writeCurlCommand(url: string, body: unknown, hasApiKey: boolean): string {
  const lines = [
    `curl ${quote(url)}`,
    `--header ${quote('Content-Type: application/json')}`,
    // Double quotes: the shell puts the key in.
    ...(hasApiKey ? ['--header "X-API-Key: $API_KEY"'] : []),
    `--data ${quote(JSON.stringify(body))}`,
  ];
  return lines.join(' \\\n  ');
}

/** Quotes a word for the shell, which changes no character between single quotes. */
function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

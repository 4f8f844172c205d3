/** The head of a request, up to the empty line. @param key undefined for none */
export function requestHead(target: string, key: string | undefined, ...headers: readonly string[]): string {
  const lines = [`${target} HTTP/1.1`, 'Host: service', ...headers];
  if (key !== undefined) lines.push(`X-API-Key: ${key}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

export function postHead(key: string | undefined, ...headers: readonly string[]): string {
  return requestHead('POST /predict', key, 'Content-Type: application/json', ...headers);
}

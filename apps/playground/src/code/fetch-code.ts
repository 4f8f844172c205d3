/**
 * The JavaScript module that sends a request.
 *
 * @param url of the route
 * @param hasApiKey whether the service asks for a key: the code then has a place for it, and not the key itself
 */
export function writeFetchCode(url: string, body: unknown, hasApiKey: boolean): string {
  const key = hasApiKey ? ", 'x-api-key': apiKey" : '';
  return [
    ...(hasApiKey ? ["const apiKey = 'your API key';"] : []),
    `const response = await fetch(${JSON.stringify(url)}, {`,
    "  method: 'POST',",
    `  headers: { 'content-type': 'application/json'${key} },`,
    `  body: JSON.stringify(${JSON.stringify(body, null, 2).replaceAll('\n', '\n  ')}),`,
    '});',
    'console.log(await response.json());',
  ].join('\n');
}

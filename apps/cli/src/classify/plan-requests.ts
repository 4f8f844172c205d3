/** English has some four characters a token. */
const CHARS_PER_TOKEN = 4;
/**
 * Tokens of one request, by estimate. More give no more rows a second, and the service refuses requests whose work takes long. The body
 * has at most six bytes a character, so it stays far below the default of MAX_BODY_BYTES (2 MiB).
 */
const MAX_REQUEST_TOKENS = 4_096;
/** The default of MAX_TEXTS. */
const MAX_REQUEST_TEXTS = 1_000;

/**
 * Divides texts into requests, in order. A text of more tokens than a request may have is a request of its own.
 *
 * @returns parts of `texts`, none empty
 */
export function planRequests<T extends { readonly text: string }>(texts: readonly T[]): T[][] {
  const requests: T[][] = [];
  let request: T[] = [];
  let tokens = 0;
  for (const each of texts) {
    const ownTokens = each.text.length / CHARS_PER_TOKEN;
    if (request.length > 0 && (tokens + ownTokens > MAX_REQUEST_TOKENS || request.length === MAX_REQUEST_TEXTS)) {
      requests.push(request);
      request = [];
      tokens = 0;
    }
    request.push(each);
    tokens += ownTokens;
  }
  if (request.length > 0) requests.push(request);
  return requests;
}

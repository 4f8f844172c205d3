/**
 * The address below which the routes of a service are, without a slash at its end: `http://host:8000/prefix`.
 *
 * @throws Error with a clause about the address, which quotes nothing of it: it may hold a password
 */
export function toServiceUrl(text: string): string {
  const url = parseUrl(text);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new Error('must be an address with http or https, such as http://localhost:8000');
  }
  if (url.username !== '' || url.password !== '') {
    throw new Error('must have no user and no password: they would be in logs and in the list of processes');
  }
  if (url.search !== '' || url.hash !== '') throw new Error('must have neither a query (?) nor a fragment (#)');
  return url.origin + url.pathname.replace(/\/+$/, '');
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

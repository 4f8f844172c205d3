import type { Request, Response } from 'express';
import { getRequestContext } from '../http/request-context.js';
import { clientAddress } from './client-address.js';

/**
 * The client that a request belongs to, for fair shares between clients: the name of its API key, or else its address. It
 * is made once for each request.
 * The name of the key is known once RateLimitGuard or ApiKeyGuard has read the request.
 */
export function getClientId(request: Request, response: Response): string {
  const context = getRequestContext(response);
  const { client: key } = context;
  context.clientId ??= key === undefined ? `address ${clientAddress(request)}` : `key ${key}`;
  return context.clientId;
}

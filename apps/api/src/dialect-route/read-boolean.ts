import { invalidAt } from '../prediction-route/invalid-request.js';
import { getProperty } from '../prediction-route/read-property.js';

/**
 * @returns undefined for an absent property and for null
 * @throws RequestError `invalid-request`
 */
export function readBoolean(body: unknown, name: string): boolean | undefined {
  const value = getProperty(body, name) ?? undefined;
  if (value === undefined || typeof value === 'boolean') return value;
  throw invalidAt(`/${name}`, 'must be true or false');
}

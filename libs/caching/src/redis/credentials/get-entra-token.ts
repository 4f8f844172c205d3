import type { AccessToken } from './token-credentials.js';

const SCOPE = 'https://redis.azure.com/.default';

/**
 * Gets a new access token of Microsoft Entra ID for Redis, by the workload identity that AKS puts into the environment.
 *
 * @throws Error when the environment names no identity, or Entra ID refuses
 */
export async function getEntraToken(): Promise<AccessToken> {
  // Loaded for this login alone.
  const { WorkloadIdentityCredential } = await import('@azure/identity');
  // A credential of its own for each token: the library gives a token that it has until five minutes before its expiry.
  // The environment of the pod names the authority: asking a public host about it would fail where the egress is limited.
  const credential = new WorkloadIdentityCredential({ disableInstanceDiscovery: true });
  const { token, expiresOnTimestamp } = await credential.getToken(SCOPE);
  return { token, lifetimeMs: expiresOnTimestamp - Date.now() };
}

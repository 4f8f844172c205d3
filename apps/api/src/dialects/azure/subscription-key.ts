import type { ApiKeyPlaces } from '#libs/security';

/** Where the clients of Azure send their key. */
export const SUBSCRIPTION_KEY: ApiKeyPlaces = { header: 'Ocp-Apim-Subscription-Key' };

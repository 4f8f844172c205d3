export { getApiKeyPlaces, TakesApiKeyFrom, type ApiKeyPlaces } from './api-key-places.decorator.js';
export { IdentifiesClient, identifiesClient } from './identifies-client.decorator.js';
export { isPublic, Public, PUBLIC_EXTENSION } from './public.decorator.js';

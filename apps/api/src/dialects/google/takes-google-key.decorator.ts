import { TakesApiKeyFrom } from '#libs/security';

/** Clients with an API key send it in this header, and google-api-python-client in the URL. */
export function TakesGoogleKey(): ClassDecorator {
  return TakesApiKeyFrom({ header: 'x-goog-api-key', queryParameter: 'key' });
}

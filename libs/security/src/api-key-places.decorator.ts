import 'reflect-metadata';
import { SetMetadata, type ExecutionContext } from '@nestjs/common';

const API_KEY_PLACES = 'apiKeyPlaces';

/** Where the clients of an API put their key. */
export interface ApiKeyPlaces {
  /** Name of a header. */
  readonly header: string;
  /** Name of a parameter in the query of the URL. */
  readonly queryParameter?: string;
}

/** Marks a controller whose requests may have their API key in other places, besides those that every route takes. */
export function TakesApiKeyFrom(places: ApiKeyPlaces): ClassDecorator {
  return SetMetadata(API_KEY_PLACES, places);
}

/** @returns undefined for a controller without places of its own */
export function getApiKeyPlaces(context: Pick<ExecutionContext, 'getClass'>): ApiKeyPlaces | undefined {
  return Reflect.getMetadata(API_KEY_PLACES, context.getClass()) as ApiKeyPlaces | undefined;
}

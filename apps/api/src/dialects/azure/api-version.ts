import { getProperty } from '../../prediction-route/read-property.js';
import { AzureError } from './azure-error.js';

/** The versions of Azure AI Language whose sentiment analysis has the format that is served. */
export const API_VERSIONS = ['2022-05-01', '2023-04-01'] as const;

/** @param query of the URL @throws AzureError for another version, or none */
export function checkApiVersion(query: unknown): void {
  const version = getProperty(query, 'api-version');
  if (API_VERSIONS.some((each) => each === version)) return;
  throw new AzureError('InvalidParameterValue', `api-version must be one of ${API_VERSIONS.join(', ')}.`);
}

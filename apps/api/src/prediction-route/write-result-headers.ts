import type { Response } from 'express';
import { modelTag, type ClassificationResult } from '#libs/prediction';
import { getRequestContext } from '../http/request-context.js';
import { toServerTiming } from './server-timing.js';

/**
 * Writes the headers of an answer with predictions, and keeps the facts for telemetry.
 *
 * @param showsTimings whether the answer has `Server-Timing`
 */
export function writeResultHeaders(
  { model, timings, lookup }: Pick<ClassificationResult, 'model' | 'timings' | 'lookup'>,
  response: Response,
  showsTimings: boolean,
): void {
  const requestContext = getRequestContext(response);
  requestContext.recordLookup(lookup);
  requestContext.timings = timings;
  // Timings tell which texts were cached, or shared the run of another client's text. Even a total time would, because it
  // is free of the noise of the network.
  if (timings && showsTimings) response.setHeader('Server-Timing', toServerTiming(timings));
  response.setHeader('X-Model', modelTag(model));
}

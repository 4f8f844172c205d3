import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { systemClock } from '#libs/clock';
import { Admission } from '#libs/prediction';
import { Settings } from '../config/settings.js';
import { MIN_BODY_COST } from '../http/create-event-loop-queue.js';
import { EventLoopQueue } from '../http/event-loop-queue.js';
import { readBody } from '../http/read-body.js';
import { sendContinue } from '../http/send-continue.js';
import { getClientId } from '../security/client-id.js';
import { checkMediaType, parseJsonBody } from './json-body.js';
import { getDeadlineMs } from './request-timeout.js';

/**
 * Reads the JSON body of a request for predictions, with capacity reserved for its bytes, and parses it in its turn of the event
 * loop. Guards have admitted the request before.
 */
@Injectable()
export class JsonBodyReader {
  constructor(
    private readonly settings: Settings,
    private readonly admission: Admission,
    private readonly eventLoopQueue: EventLoopQueue,
  ) {}

  /**
   * @param partsPerText arrays, objects and keys of a text in the body
   * @throws RequestError `unsupported-media-type`, `body-too-large`, `request-too-slow`, `malformed-body`
   * @throws PredictionError `overloaded`, `deadline-exceeded`
   */
  async read(request: Request, partsPerText = 1): Promise<unknown> {
    const response = request.res as Response;
    const { MAX_BODY_BYTES, MAX_TEXTS, REQUEST_TIMEOUT_MS } = this.settings;
    checkMediaType(request);
    const client = getClientId(request, response);
    const reservation = this.admission.reserve(client);
    response.once('close', () => {
      reservation.release();
    });
    const body = await readBody(request, {
      maxBytes: MAX_BODY_BYTES,
      sendContinue: () => {
        sendContinue(request, response);
      },
      onBytes: (bytes) => {
        reservation.grow(bytes);
      },
      clock: systemClock,
    });
    const deadlineMs = getDeadlineMs(request, response, REQUEST_TIMEOUT_MS);
    await this.eventLoopQueue.waitForTurn({ client, cost: Math.max(MIN_BODY_COST, body.length) }, deadlineMs);
    return parseJsonBody(body, partsPerText * MAX_TEXTS);
  }
}

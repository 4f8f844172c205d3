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
import { getDeadlineMs } from './request-timeout.js';

/**
 * Reads the bytes of a request for predictions, with capacity reserved for them, and waits for the turn of the request in the event
 * loop. Guards have admitted the request before.
 */
@Injectable()
export class BodyReader {
  constructor(
    private readonly settings: Settings,
    private readonly admission: Admission,
    private readonly eventLoopQueue: EventLoopQueue,
  ) {}

  /**
   * @returns the body, when it is the turn of the request to be parsed
   * @throws RequestError `body-too-large`, `request-too-slow`, `malformed-body`, `malformed-header`
   * @throws PredictionError `overloaded`, `deadline-exceeded`
   */
  async read(request: Request): Promise<Buffer> {
    const response = request.res as Response;
    const { MAX_BODY_BYTES, REQUEST_TIMEOUT_MS } = this.settings;
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
    return body;
  }
}

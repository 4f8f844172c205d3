import type { RequestFlowRecorder } from './request-flow-recorder.js';

/** Equally long, so that one run takes eight of them. The ninth waits while the first run lasts. */
export const NINE_TEXTS = Array.from({ length: 9 }, (_, index) => `text ${index}`);
/** More than are taken whatever the estimate says. */
export const MANY_TEXTS = Array.from({ length: 40 }, (_, index) => `one of many texts, number ${index}`);
/** Less than any estimate for those. */
export const SHORT_TIME = { 'x-request-timeout-ms': '1' };

/** Waits until eight of nine texts are in a run: the others wait for it. */
export const untilEightRun = (flow: RequestFlowRecorder) =>
  flow.untilMetric('sentiment_queue_texts', (texts) => texts === 1);

export const isStatus = (event: string) => event.startsWith('status');

/** Model processes end again and again where none can start: how often is a matter of time. */
export async function withoutLosses(events: Promise<readonly string[]>): Promise<string[]> {
  return (await events).filter((event) => !event.startsWith('metric sentiment_model_processes_lost_total'));
}

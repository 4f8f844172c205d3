import { setFlagsFromString } from 'node:v8';

/**
 * A full garbage collection comes when the heap has grown by this part since the last one. By default V8 lets it grow up to
 * four times: 50 MB of living objects became 120 MB after 30,000 requests, and the collections that this saves cost less than
 * 1 % of the CPU. (A flag on the command line would have to reach `npm start`, the image and the tests.)
 */
const HEAP_GROWTH_PERCENT = 40;

/** Lets V8 collect garbage earlier. To be called before the service starts. */
export function limitHeapGrowth(): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
}

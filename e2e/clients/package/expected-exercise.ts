/** What `consumer/exercise.mjs` sees of a service with the shipped model. */
export const SEEN = {
  labels: ['POSITIVE', 'NEGATIVE'],
  hasModel: true,
  health: 'healthy',
  words: [6],
  streamed: [250, true],
  analyzed: ['positive', 'invalid-request', 'negative'],
  cancelled: [10, 'enough'],
  refused: [true, 'invalid-request', 422, '/text'],
};

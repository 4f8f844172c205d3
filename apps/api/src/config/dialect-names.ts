/** The wire formats besides the service's own, each named after the server whose clients speak it. */
export const DIALECT_NAMES = [
  'huggingface',
  'tei',
  'open-inference',
  'kserve',
  'vllm',
  'comprehend',
  'azure',
  'google',
] as const;
export type DialectName = (typeof DIALECT_NAMES)[number];

const NONE = 'none';

/**
 * @param text names separated by commas, or `none`
 * @throws Error when a name is unknown
 */
export function parseDialects(text: string): DialectName[] {
  if (text.trim() === NONE) return [];
  return text.split(',').map((part) => {
    const name = DIALECT_NAMES.find((each) => each === part.trim());
    if (name === undefined) throw new Error(`must have names from ${DIALECT_NAMES.join(', ')}, or be ${NONE}`);
    return name;
  });
}

/** Of a response, what a health route needs. */
export interface StatusSetter {
  status(code: number): unknown;
}

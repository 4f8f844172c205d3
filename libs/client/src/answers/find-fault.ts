import { isRecord } from '../transport/parse-json.js';

/** Whether a value of an answer has the shape that the OpenAPI document names. */
export type Check = (value: unknown) => boolean;

export const isText: Check = (value) => typeof value === 'string';
export const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
export const isTextList: Check = (value) => Array.isArray(value) && value.every(isText);
export const isNullOr =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
export const isAbsentOr =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

/** @returns the name of the first property that has another shape; undefined if there is none */
export function findFault(value: unknown, checks: Readonly<Record<string, Check>>): string | undefined {
  const fields = isRecord(value) ? value : {};
  return Object.entries(checks).find(([name, check]) => !check(fields[name]))?.[0];
}

/** Whether a value is a list whose entries have these properties. */
export const areEntries =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    Array.isArray(value) && value.every((entry) => findFault(entry, checks) === undefined);

import { ClientError } from '#libs/client';
import { PredictionError } from '#libs/prediction';

/**
 * The exit code of a command that the same command may do later: EX_TEMPFAIL of sysexits.h. Programs that start a command again,
 * such as a Job of Kubernetes, tell it from faults that stay.
 */
export const TEMPORARY_FAULT = 75;

/** No space, over the quota, file too large for the system, a fault of the device or of a network file system, too little memory. */
const SYSTEM_CODES: ReadonlySet<unknown> = new Set([
  ...['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'ESTALE', 'EAGAIN', 'EBUSY', 'ENOMEM', 'EMFILE', 'ENFILE'],
]);
const UNAVAILABLE_KINDS: ReadonlySet<string> = new Set(['model-unavailable', 'overloaded']);
const BUSY_STATUSES: ReadonlySet<number | undefined> = new Set([408, 429, 500, 502, 503, 504]);

/**
 * Whether a fault may go away by itself, or by more room on a disk: not one of the arguments, the input or the model.
 *
 * @param error the fault, or an error whose cause it is
 */
export function isTemporary(error: unknown): boolean {
  for (let fault = error; fault instanceof Error; fault = fault.cause) {
    if (fault instanceof ClientError) return fault.status === undefined || BUSY_STATUSES.has(fault.status);
    if (fault instanceof PredictionError) return UNAVAILABLE_KINDS.has(fault.kind);
    if ('code' in fault && SYSTEM_CODES.has(fault.code)) return true;
  }
  return false;
}

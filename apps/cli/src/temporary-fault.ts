import { ClientError, type TransportFault } from '#libs/client';
import { PredictionError } from '#libs/prediction';

/**
 * The exit code of a command that the same command may do later: EX_TEMPFAIL of sysexits.h. Programs that start a command again,
 * such as a Job of Kubernetes, tell it from faults that stay.
 */
export const TEMPORARY_FAULT = 75;

/**
 * No space, over the quota, larger than the process may write (its limit may be another one later), a fault of the device, too little memory
 * or too many open files.
 */
const LOCAL_CODES = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'EAGAIN', 'EBUSY', 'ENOMEM', 'EMFILE', 'ENFILE'];
const NETWORK_FILE_SYSTEM_CODES = ['ESTALE', 'EHOSTDOWN', 'ENOTCONN', 'ETIMEDOUT'];
const SYSTEM_CODES: ReadonlySet<unknown> = new Set([...LOCAL_CODES, ...NETWORK_FILE_SYSTEM_CODES]);
/** Of an error of the client without an answer. */
const CONNECTION_KINDS: ReadonlySet<string> = new Set<TransportFault>(['connection-failed', 'timed-out']);
const UNAVAILABLE_KINDS: ReadonlySet<string> = new Set(['model-unavailable', 'overloaded']);
const BUSY_STATUSES: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/**
 * Whether a fault may go away by itself, or by more room on a disk: not one of the arguments, the input or the model.
 *
 * @param error the fault, or an error whose cause it is
 */
export function isTemporary(error: unknown): boolean {
  for (let fault = error; fault instanceof Error; fault = fault.cause) {
    if (fault instanceof ClientError)
      return fault.status === undefined ? CONNECTION_KINDS.has(fault.kind) : BUSY_STATUSES.has(fault.status);
    if (fault instanceof PredictionError) return UNAVAILABLE_KINDS.has(fault.kind);
    if ('code' in fault && SYSTEM_CODES.has(fault.code)) return true;
  }
  return false;
}

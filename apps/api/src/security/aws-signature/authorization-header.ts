/** What an `Authorization` header of AWS Signature Version 4 says. */
export interface SignatureClaim {
  readonly accessKeyId: string;
  /** The day of the signature, as `20261127`. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  /** Names in lower case, in the order of the signature. */
  readonly signedHeaders: readonly string[];
  /** 32 bytes. */
  readonly signature: Buffer;
}

const PART = '([^/,\\s=]{1,128})';
const CLAIM = new RegExp(
  `^AWS4-HMAC-SHA256 +Credential=${PART}/(\\d{8})/${PART}/${PART}/aws4_request, *SignedHeaders=([a-z\\d;-]{1,2048}), *Signature=([\\da-f]{64})$`,
);

/** @returns undefined for another scheme, and for a header that is not complete */
export function parseAuthorization(header: string): SignatureClaim | undefined {
  const match = CLAIM.exec(header);
  if (!match) return undefined;
  const [, accessKeyId = '', day = '', region = '', service = '', names = '', signature = ''] = match;
  return {
    accessKeyId,
    day,
    region,
    service,
    signedHeaders: names.split(';'),
    signature: Buffer.from(signature, 'hex'),
  };
}

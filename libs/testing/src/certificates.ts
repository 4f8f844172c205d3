import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificate {
  /** The certificate of the authority. */
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Makes an authority of our own, and a certificate of it for `localhost`. Needs openssl. */
export function makeCertificate(folder: string, authority: string): Certificate {
  const path = (name: string) => join(folder, `${authority}-${name}`);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const authorityFiles = ['-keyout', path('ca.key'), '-out', path('ca.crt')];
  openssl('req', '-x509', ...newKey, ...authorityFiles, '-days', '2', '-subj', '/CN=test');
  openssl('req', ...newKey, '-keyout', path('own.key'), '-out', path('own.csr'), '-subj', '/CN=localhost');
  writeFileSync(path('names'), 'subjectAltName=DNS:localhost');
  const signing = ['-CA', path('ca.crt'), '-CAkey', path('ca.key'), '-CAcreateserial', '-extfile', path('names')];
  openssl('x509', '-req', '-in', path('own.csr'), ...signing, '-out', path('own.crt'), '-days', '2');
  return { caFile: path('ca.crt'), certificateFile: path('own.crt'), keyFile: path('own.key') };
}

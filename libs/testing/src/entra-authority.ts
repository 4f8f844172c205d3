import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { makeCertificate, type Certificate } from './certificates.js';

const TENANT = '11111111-1111-1111-1111-111111111111';
const CLIENT = '22222222-2222-2222-2222-222222222222';

export interface EntraAuthorityOptions {
  /** For the certificate and for what AKS puts into a pod. */
  readonly folder: string;
  /** Lifetime of each token. */
  readonly lifetimeSeconds: () => number;
  /** Called with each new token, before it is sent. */
  readonly onToken: (token: string) => Promise<void>;
}

/** An HTTPS server that poses as Microsoft Entra ID: it exchanges the token of a service account for an access token. */
export class EntraAuthority {
  static readonly objectId = '33333333-3333-3333-3333-333333333333';
  /** Whether it refuses to issue tokens. */
  isRefusing = false;
  private issued = 0;

  private constructor(
    private readonly server: Server,
    private readonly options: EntraAuthorityOptions,
    readonly certificate: Certificate,
  ) {}

  static async start(options: EntraAuthorityOptions): Promise<EntraAuthority> {
    const certificate = makeCertificate(options.folder, 'entra');
    const files = { cert: readFileSync(certificate.certificateFile), key: readFileSync(certificate.keyFile) };
    const server = createServer(files, (request, response) => {
      void authority.answer(request.url ?? '').then(({ status, body }) => {
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
      });
    });
    const authority = new EntraAuthority(server, options, certificate);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    writeFileSync(join(options.folder, 'service-account-token'), 'a token of Kubernetes');
    return authority;
  }

  /** What the workload identity webhook of AKS puts into the environment of a pod. */
  get environment(): Record<string, string> {
    return {
      AZURE_AUTHORITY_HOST: `${this.url}/`,
      AZURE_TENANT_ID: TENANT,
      AZURE_CLIENT_ID: CLIENT,
      AZURE_FEDERATED_TOKEN_FILE: join(this.options.folder, 'service-account-token'),
      NODE_EXTRA_CA_CERTS: this.certificate.caFile,
    };
  }

  get tokens(): number {
    return this.issued;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private get url(): string {
    return `https://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  private async answer(path: string): Promise<{ status: number; body: object }> {
    const tenant = `${this.url}/${TENANT}`;
    if (path.includes('/.well-known/openid-configuration')) {
      const endpoints = {
        authorization_endpoint: `${tenant}/authorize`,
        token_endpoint: `${tenant}/oauth2/v2.0/token`,
      };
      return { status: 200, body: { ...endpoints, issuer: `${tenant}/v2.0`, jwks_uri: `${tenant}/keys` } };
    }
    if (!path.includes('/token')) return { status: 404, body: {} };
    if (this.isRefusing) {
      return { status: 400, body: { error: 'invalid_client', error_description: 'AADSTS700016: not found' } };
    }
    const claims = { oid: EntraAuthority.objectId, number: ++this.issued };
    const token = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
    await this.options.onToken(token);
    const expiry = this.options.lifetimeSeconds();
    return {
      status: 200,
      body: { token_type: 'Bearer', expires_in: expiry, ext_expires_in: expiry, access_token: token },
    };
  }
}

import { filterByKind, getName, type Manifest } from './manifest.js';

interface IstioGateway {
  readonly spec: {
    readonly servers?: readonly {
      readonly port: { readonly number: number; readonly protocol: string };
      readonly tls?: { readonly httpsRedirect?: boolean };
    }[];
  };
}

interface Gateway {
  readonly spec: { readonly listeners?: readonly { readonly name: string; readonly protocol: string }[] };
}

interface HttpRoute {
  readonly spec: {
    readonly parentRefs?: readonly { readonly name: string; readonly sectionName?: string }[];
    readonly rules?: readonly { readonly backendRefs?: readonly object[] }[];
  };
}

/** Checks that requests without encryption are redirected to HTTPS, and never reach the service: they carry API keys. */
export function encryptionViolations(manifests: readonly Manifest[]): string[] {
  const gateways = filterByKind<IstioGateway & Gateway>(manifests, 'Gateway');
  return [
    ...gateways.flatMap((gateway) => {
      const plain = (gateway.spec.servers ?? []).filter(
        ({ port, tls }) => port.protocol === 'HTTP' && !tls?.httpsRedirect,
      );
      return plain.map(({ port }) => `${getName(gateway)}: port ${port.number} takes requests without encryption`);
    }),
    ...filterByKind<HttpRoute>(manifests, 'HTTPRoute').flatMap((route) => {
      const hasBackend = (route.spec.rules ?? []).some(({ backendRefs = [] }) => backendRefs.length > 0);
      const parents = hasBackend ? (route.spec.parentRefs ?? []) : [];
      return parents.flatMap(({ name, sectionName }) => {
        const listeners = gateways.find(({ metadata }) => metadata.name === name)?.spec.listeners ?? [];
        const plain = listeners.filter((listener) => {
          return listener.protocol === 'HTTP' && (sectionName ?? listener.name) === listener.name;
        });
        return plain.map(
          (listener) => `${getName(route)}: listener ${listener.name} takes requests without encryption`,
        );
      });
    }),
  ];
}

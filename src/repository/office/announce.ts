import { Bonjour } from 'bonjour-service';
import { hostname, networkInterfaces } from 'node:os';
import { type Announcement, serviceType } from '../../contract/discovery.ts';

export interface Announced {
  close(): Promise<void>;
}

/** Says on the local network that this office's repository answers at `port`. Who finds it asks for proof of its key. */
export function announce(
  { officeId, kid, port }: { readonly officeId: string; readonly kid: string; readonly port: number },
  onTrouble: (error: Error) => void,
): Announced {
  // A network that takes no multicast takes the announcement from nobody; the repository answers all the same.
  const bonjour = new Bonjour({}, onTrouble);
  const txt: Announcement = { o: officeId, k: kid };
  // A name of its own among several on one network.
  const name = `${hostname()} ${kid.slice(0, 8)}`;
  const service = bonjour.publish({ name, type: serviceType, port, txt, probe: false });
  service.on('error', onTrouble);
  return {
    close: () =>
      new Promise((resolve) => {
        const end = (): void => bonjour.destroy(() => resolve());
        // With a goodbye, so that nobody looks for it in vain.
        bonjour.unpublishAll(end);
      }),
  };
}

/** The addresses under which a service that listens at `host:port` answers, as `host:port`. */
export function ownAddresses(host: string, port: number): string[] {
  const every = host === '0.0.0.0' || host === '::';
  const hosts = every
    ? Object.values(networkInterfaces()).flatMap((one) => (one ?? []).map(({ address }) => address))
    : [host];
  return hosts.map((one) => `${one.includes(':') ? `[${one}]` : one}:${port}`);
}

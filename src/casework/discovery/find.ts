import { Bonjour, type Service } from 'bonjour-service';
import { Announcement, serviceType } from '../../contract/discovery.ts';

/** What was heard on the local network: a hint, believed by nobody. */
export interface Heard {
  readonly officeId: string;
  /** Thumbprint of the key it claims. */
  readonly kid: string;
  /** `http://host:port`, each to be tried; IPv4 first. */
  readonly urls: readonly string[];
}

export interface Search {
  /** What was heard so far and did not say goodbye. */
  heard(): Heard[];
  close(): Promise<void>;
}

/** Listens for repositories inside offices (DNS-SD over mDNS) until it is closed. */
export function listen(onHeard: () => void, onTrouble: (error: Error) => void): Search {
  const bonjour = new Bonjour({}, onTrouble);
  const browser = bonjour.find({ type: serviceType }, () => onHeard());
  return {
    heard: () => browser.services.flatMap((service) => heardOf(service)),
    close: () => {
      browser.stop();
      return new Promise((resolve) => bonjour.destroy(() => resolve()));
    },
  };
}

function heardOf({ txt, addresses, referer, port }: Service): Heard[] {
  const said = Announcement.safeParse(txt);
  if (!said.success || !(port > 0 && port < 65_536)) return [];
  const hosts = [...new Set([...(addresses ?? []), ...(referer ? [referer.address] : [])])];
  // A link-local IPv6 address says nothing without the network it is on.
  const usable = hosts.filter((host) => !host.startsWith('fe80:')).sort((a, b) => +a.includes(':') - +b.includes(':'));
  const urls = usable.map((host) => `http://${host.includes(':') ? `[${host}]` : host}:${port}`);
  return urls.length === 0 ? [] : [{ officeId: said.data.o, kid: said.data.k, urls }];
}

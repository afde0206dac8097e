import { randomUUID } from 'node:crypto';
import { type Events, calls } from '../contract/calls.ts';
import type { Channel } from '../contract/channel.ts';
import type { Tell } from '../contract/diary.ts';
import { tellThrown } from '../contract/diary-fields.ts';
import type { Failure } from '../contract/failures.ts';
import type { Port } from '../contract/port.ts';
import { OfficeControl } from '../contract/processes.ts';
import { emitter, serve } from '../contract/rpc.ts';
import { selfTestOffice } from './exchange/self-test.ts';
import { recoverHome } from './home/recover.ts';
import { restoreJournal } from './store/trial.ts';
import { type Office, type OfficeOptions, openOffice } from './office.ts';

export interface OfficeProcessOptions {
  readonly channel: Channel;
  readonly log: Tell;
  /** Called after the office was closed. */
  readonly onEnd: () => void;
  /** What tests put in the place of this machine. */
  readonly stage?: Partial<Omit<OfficeOptions, 'config' | 'storeKey' | 'version' | 'log'>>;
}

/** A revoked desk goes on so long, in milliseconds. */
const revokedMs = 1500;

/** An automatic configuration may have to be fetched first. */
const proxyPatienceMs = 10_000;

/** Runs an office for whoever started this process, until told to close or until that one is gone. */
export function runOffice({ channel, log, onEnd, stage }: OfficeProcessOptions): void {
  let asked = false;
  let office: Office | null = null;
  let ending = false;
  /** What came while the store was being opened. */
  const early: (() => void)[] = [];
  const whenOpen = (work: (open: Office) => void): void => {
    if (office) work(office);
    else early.push(() => office && work(office));
  };

  const proxies = new Map<number, (rule: string) => void>();
  let asks = 0;
  const findProxy = (url: string): Promise<string> => {
    const id = (asks += 1);
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const timer = setTimeout(() => reject(new Error('nobody says which proxy')), proxyPatienceMs);
    proxies.set(id, resolve);
    channel.send({ kind: 'proxyWanted', id, url });
    return promise.finally(() => {
      clearTimeout(timer);
      proxies.delete(id);
    });
  };

  const open = async (asked: Extract<OfficeControl, { kind: 'open' }>): Promise<void> => {
    const { config, storeKey, version, restore } = asked;
    if (restore !== undefined) {
      const restored = restoreJournal({ dataDir: config.dataDir, storeKey, backup: restore });
      if (!restored.ok) return channel.send({ kind: 'opened', failure: restored.failure });
      if (restored.value) log('journalRestored');
    }
    const opened = await openOffice({
      ...(asked.knowsProxies === true ? { findProxy } : {}),
      config,
      storeKey,
      version,
      log,
      clock: () => new Date(),
      ids: randomUUID,
      onTokenHung: (libraryId) => channel.send({ kind: 'tokenHung', libraryId }),
      onSeatWanted: (seatId) => channel.send({ kind: 'seatWanted', seatId }),
      // Whoever asked hears the answer first; what was fetched goes when the store is closed, and the next office is an empty one.
      onRevoked: () => setTimeout(() => void end(), revokedMs).unref(),
      onTokenRetry: (libraryId) => channel.send({ kind: 'tokenRetry', libraryId }),
      ...stage,
    });
    if (!opened.ok) return channel.send({ kind: 'opened', failure: opened.failure });
    office = opened.value;
    for (const work of early.splice(0)) work();
    channel.send({ kind: 'opened', failure: null });
  };
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    await office?.close();
    onEnd();
  };
  const admit = (open: Office, port: Port): void => {
    const emit = emitter<Events>(port);
    const leave = open.subscribe((event, data) => emit(event, data as never));
    port.onClose(leave);
    serve(port, calls, open.handlers, (incident, error) => log('incident', { incident, ...tellThrown(error) }));
  };

  channel.onControl((body, port) => {
    const control = OfficeControl.safeParse(body);
    if (!control.success) return;
    const message = control.data;
    switch (message.kind) {
      case 'open':
        if (asked) return;
        asked = true;
        open(message).catch((error: unknown) => {
          log('incident', { incident: 'OPEN', ...tellThrown(error) });
          const failure: Failure = { kind: 'unexpected', incident: 'OPEN' };
          channel.send({ kind: 'opened', failure });
        });
        return;
      case 'windowPort':
        if (port) whenOpen((one) => admit(one, port));
        return;
      case 'tokenPort':
        if (port) whenOpen((one) => one.attachToken(message.libraryId, port));
        return;
      case 'tokenGone':
        whenOpen((one) => one.tokenGone(message.libraryId, message.failure, message.soon));
        return;
      case 'libraryFound':
        whenOpen((one) => one.libraryFound(message.library));
        return;
      case 'readersPort':
        if (port) whenOpen((one) => one.attachReaders(port));
        return;
      case 'proxyFound':
        // Where it could not be found out, straight: the system's own programs do the same.
        proxies.get(message.id)?.(message.rule ?? 'DIRECT');
        return;
      case 'exchangeWanted':
        whenOpen((one) => {
          const copied = message.backup ? one.exchange.backup() : null;
          channel.send({
            ...{ kind: 'exchange', id: message.id, readiness: one.exchange.readiness() },
            backup: copied?.ok ? copied.value : null,
            failure: copied && !copied.ok ? copied.failure : null,
          });
        });
        return;
      case 'selfTest':
        channel.send({ kind: 'selfTested', checks: selfTestOffice(message.config, message.storeKey) });
        return;
      case 'recover':
        recoverHome(message.config, message.wish, () => new Date()).then(
          (told) => channel.send({ kind: 'recovered', end: told }),
          (error: unknown) => {
            log('incident', { incident: 'RECOVER', ...tellThrown(error) });
            const failure: Failure = { kind: 'unexpected', incident: 'RECOVER' };
            channel.send({ kind: 'recovered', end: { kind: 'failed', failure } });
          },
        );
        return;
      case 'close':
        void end();
        return;
      case 'opened':
      case 'exchange':
      case 'selfTested':
      case 'recovered':
      case 'proxyWanted':
      case 'tokenHung':
      case 'tokenRetry':
      case 'seatWanted':
        return;
    }
  });
  channel.onClose(() => void end());
}

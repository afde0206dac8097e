import { nodeCodec } from '../codec.ts';
import type { CdpSession } from '../cdp.ts';
import type { FromPage, ToPage } from '../frame-messages.ts';
import { MessagePortMain } from '../message-ports.ts';
import { BINDING, RECEIVE, WORLD } from '../page/source.ts';
import { Relay } from '../relay.ts';

interface ContextCreated {
  context: { id: number; name: string; auxData?: { frameId?: string } };
}

export interface FrameEvents {
  onInvoke(channel: string, args: readonly unknown[]): Promise<unknown>;
  onSend(channel: string, args: readonly unknown[], ports: MessagePortMain[]): void;
  onClose(): void;
  onOpen(url: string): void;
  onTitle(title: string): void;
  onPreloadError(message: string): void;
}

/**
 * The line to the preload of a window's main frame. It lives as long as one document: with the next one the ports of the last
 * are closed, and what was sent to no document is lost, as in Electron.
 */
export class FrameLine {
  readonly #session: CdpSession;
  readonly #events: FrameEvents;
  #context: number | null = null;
  #relay: Relay;

  constructor(session: CdpSession, mainFrameId: string, events: FrameEvents) {
    this.#session = session;
    this.#events = events;
    this.#relay = this.#newRelay();
    session.on<ContextCreated>('Runtime.executionContextCreated', ({ context }) => {
      if (context.name !== WORLD || context.auxData?.frameId !== mainFrameId) return;
      this.drop();
      this.#context = context.id;
    });
    session.on<{ executionContextId: number }>('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#context) this.drop();
    });
    session.on('Runtime.executionContextsCleared', () => this.drop());
    session.on<{ name: string; payload: string; executionContextId: number }>('Runtime.bindingCalled', (called) => {
      // Only the document shown now is heard.
      if (called.name !== BINDING || called.executionContextId !== this.#context) return;
      this.#hear(nodeCodec.decode(called.payload) as FromPage);
    });
  }

  emit(channel: string, args: readonly unknown[], transfer: readonly MessagePortMain[]): void {
    const ends = transfer.map((port) => port.detach());
    this.#relay.give(ends, (ports) => this.#say({ kind: 'event', channel, args, ports }));
  }

  /** The document is gone. */
  drop(): void {
    this.#context = null;
    const old = this.#relay;
    this.#relay = this.#newRelay();
    old.closeAll();
  }

  #newRelay(): Relay {
    return new Relay('odd', (message) => this.#say({ kind: 'port', message }));
  }

  #hear(message: FromPage): void {
    switch (message.kind) {
      case 'invoke': {
        const { id, channel, args } = message;
        const context = this.#context;
        void this.#events.onInvoke(channel, args).then(
          (value) => this.#say({ kind: 'reply', id, ok: true, value }, context),
          (error: Error) => this.#say({ kind: 'reply', id, ok: false, error: error.message }, context),
        );
        return;
      }
      case 'send':
        this.#events.onSend(
          message.channel,
          message.args,
          message.ports.map((port) => new MessagePortMain(this.#relay.take(port))),
        );
        return;
      case 'port':
        this.#relay.receive(message.message);
        return;
      case 'close':
        this.#events.onClose();
        return;
      case 'open':
        this.#events.onOpen(message.url);
        return;
      case 'title':
        this.#events.onTitle(message.title);
        return;
      case 'preloadError':
        this.#events.onPreloadError(message.message);
    }
  }

  #say(message: ToPage, context: number | null = this.#context): void {
    if (context === null || context !== this.#context) return;
    const expression = `${RECEIVE}(${JSON.stringify(nodeCodec.encode(message))})`;
    // A document that goes away while being told something has no more use for it.
    this.#session.send('Runtime.evaluate', { expression, contextId: context }).catch(() => undefined);
  }
}

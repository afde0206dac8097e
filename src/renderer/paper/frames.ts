/** A frame of its own, for one document: what it is told and what it says. */
export interface PaperFrame {
  readonly port: Promise<MessagePort>;
  /** Takes it away, with the document and whatever it is busy with. */
  end(): void;
}

/** Makes the frames that PDFs are drawn in. One stands ready, since its program takes longer to load than most documents to open. */
export interface PaperFrames {
  /** A frame that has seen no document yet. */
  take(): PaperFrame;
  /** Now nobody waits for anything else: the next frame is made ready, unless one stands ready. */
  warm(): void;
}

/** Where nobody said that a frame may be made ready, it is made ready this long after the last was taken. */
const warmAfterMs = 1000;

/** @param address of the frame's page, in an origin that is not this window's. */
export function createPaperFrames(address: string): PaperFrames {
  let ready: PaperFrame | null = null;
  const warm = (): void => void (ready ??= openFrame(address));
  return {
    warm,
    take() {
      const frame = ready ?? openFrame(address);
      ready = null;
      // Not at once: what was asked for comes first.
      setTimeout(warm, warmAfterMs);
      return frame;
    },
  };
}

/** Where the frame's page lies: the page says it, so that another host of this window can serve it elsewhere. */
export function paperAddress(): string {
  const address = document.querySelector<HTMLMetaElement>('meta[name="paper-view"]')?.content ?? '';
  if (URL.parse(address)?.origin === location.origin || !URL.canParse(address))
    throw new Error('PDFs are drawn in an origin that is not this one');
  return address;
}

/**
 * Sandboxed without an origin of its own: what runs there reaches neither this page nor another frame, no cookie and no storage. The
 * port goes to whatever page is in the frame; it carries nothing until a document is given to it.
 */
function openFrame(address: string): PaperFrame {
  const frame = document.createElement('iframe');
  frame.sandbox.add('allow-scripts');
  frame.referrerPolicy = 'no-referrer';
  frame.className = 'paper-frame';
  frame.tabIndex = -1;
  frame.inert = true;
  frame.setAttribute('aria-hidden', 'true');
  const port = new Promise<MessagePort>((resolve) => {
    frame.addEventListener(
      'load',
      () => {
        const { port1, port2 } = new MessageChannel();
        frame.contentWindow?.postMessage(null, '*', [port2]);
        resolve(port1);
      },
      { once: true },
    );
  });
  frame.src = address;
  document.body.append(frame);
  return {
    port,
    end() {
      frame.remove();
      void port.then((one) => one.close());
    },
  };
}

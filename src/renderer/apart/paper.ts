/** The frame that draws one document. It knows the window by the port that came with the first message, and by nothing else. */
import { draw, lacksImages, type Drawing } from './draw.ts';
import { openDocument, type Opened } from './document.ts';
import { layerOf, textOf } from './layer.ts';
import type { FromFrame, ToFrame } from './messages.ts';
import { startWorker } from './worker.ts';

const worker = startWorker();
// Nobody looks at this page, and a page that is not looked at gets no frames to draw in: pdf.js goes on at the next turn instead.
const turns = new MessageChannel();
const waiting: FrameRequestCallback[] = [];
turns.port1.onmessage = () => waiting.shift()?.(performance.now());
window.requestAnimationFrame = (callback) => {
  waiting.push(callback);
  turns.port2.postMessage(null);
  return 0;
};

window.addEventListener(
  'message',
  ({ source, ports: [port] }) => {
    if (source !== window.parent || !port) return;
    serve(port);
  },
  { once: true },
);

function serve(port: MessagePort): void {
  const say = (message: FromFrame, transfer: Transferable[] = []): void => port.postMessage(message, transfer);
  const drawings = new Map<number, Drawing | null>();
  let opened: Opened | null = null;

  const pageOf = async (number: number) => {
    const pdf = await opened?.pdf;
    if (!pdf) throw new Error('there is no document here');
    return pdf.getPage(number);
  };
  const drawn = async ({ ask, page: number, scale, forPrint }: Extract<ToFrame, { kind: 'draw' }>): Promise<void> => {
    drawings.set(ask, null);
    const page = await pageOf(number);
    if (!drawings.has(ask)) return;
    const drawing = draw(page, scale, forPrint);
    drawings.set(ask, drawing);
    const bitmap = await drawing.promise;
    drawings.delete(ask);
    const { width, height } = page.getViewport({ scale: 1 });
    say({ kind: 'drawn', ask, bitmap, size: { width, height }, lacks: lacksImages(page) }, [bitmap]);
  };

  const answer = async (message: ToFrame): Promise<void> => {
    switch (message.kind) {
      case 'open':
        opened = openDocument(message, await worker, say);
        return;
      case 'range':
        return opened?.range(message.begin, message.bytes);
      case 'draw':
        return drawn(message);
      case 'layer':
        return say({ kind: 'layer', ask: message.ask, layer: await layerOf(await pageOf(message.page)) });
      case 'text':
        return say({ kind: 'text', ask: message.ask, text: await textOf(await pageOf(message.page)) });
      case 'cancel':
        drawings.get(message.ask)?.cancel();
        drawings.delete(message.ask);
    }
  };
  port.onmessage = ({ data }: MessageEvent<ToFrame>) => {
    answer(data).catch(() => {
      if ('ask' in data) say({ kind: 'failed', ask: data.ask });
    });
  };
}

import { beforeAll, describe, expect, it, test, vi } from 'vitest';
import { maxPixels } from '../../src/renderer/apart/messages.ts';
import { answerOf } from '../../src/renderer/paper/answers.ts';
import { talkWith } from '../../src/renderer/paper/talk.ts';

class Bitmap {
  readonly width: number;
  readonly height: number;
  closed = false;
  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }
  close(): void {
    this.closed = true;
  }
}
beforeAll(() => void vi.stubGlobal('ImageBitmap', Bitmap));

const size = { width: 595, height: 842 };
const run = {
  ...{ text: 'Téngase', direction: 'ltr', family: 'serif', left: 10, top: 12.5, height: 11.5, stretch: 1.1, turn: 0 },
  ends: true,
};
const layer = { runs: [run], turn: 90, size };
const right = {
  opened: { kind: 'opened', pages: 3, first: size },
  refused: { kind: 'refused', why: 'password', detail: 'no' },
  range: { kind: 'range', begin: 0, end: 1000 },
  drawn: { kind: 'drawn', ask: 1, bitmap: new Bitmap(595, 842), size, lacks: false },
  layer: { kind: 'layer', ask: 2, layer },
  text: { kind: 'text', ask: 3, text: 'Téngase\n' },
  failed: { kind: 'failed', ask: 4 },
};

test.each(Object.entries(right))('%s is taken as it is, and nothing beside it', (_kind, message) => {
  expect(answerOf({ ...message, call: 'signing.start' }, 1000)).toEqual(message);
});

test.each<[string, unknown]>([
  ['nothing', null],
  ['a text', 'opened'],
  ['no kind', {}],
  ['a kind that is none', { kind: '__proto__' }],
  ['no pages', { ...right.opened, pages: 0 }],
  ['half a page', { ...right.opened, pages: 1.5 }],
  ['a page without a width', { ...right.opened, first: { width: 0, height: 1 } }],
  ['a page without an end', { ...right.opened, first: { width: Infinity, height: 1 } }],
  ['a page that is no number', { ...right.opened, first: { width: NaN, height: 1 } }],
  ['another reason', { ...right.refused, why: 'signed' }],
  ['a reason that goes on and on', { ...right.refused, detail: 'x'.repeat(201) }],
  ['bytes beyond the document', { ...right.range, end: 1001 }],
  ['bytes before it', { ...right.range, begin: -1 }],
  ['bytes backwards', { ...right.range, begin: 10, end: 10 }],
  ['a picture that is none', { ...right.drawn, bitmap: { width: 1, height: 1, close: () => undefined } }],
  ['a picture without measure', { ...right.drawn, bitmap: new Bitmap(maxPixels, 2) }],
  ['an answer to nothing', { ...right.text, ask: 0 }],
  ['an answer to a text', { ...right.text, ask: '1' }],
  ['words that are none', { ...right.text, text: { toString: () => 'x' } }],
  ['more words than a page has', { ...right.text, text: 'x'.repeat(4_000_001) }],
  ['another turn', { ...right.layer, layer: { ...layer, turn: 45 } }],
  ['runs that are none', { ...right.layer, layer: { ...layer, runs: {} } }],
  ['a family that is an address', { ...right.layer, layer: { ...layer, runs: [{ ...run, family: 'url(x)' }] } }],
  ['a place that is a text', { ...right.layer, layer: { ...layer, runs: [{ ...run, left: '1%;color:red' }] } }],
  ['a direction that is none', { ...right.layer, layer: { ...layer, runs: [{ ...run, direction: 'auto' }] } }],
  ['too many runs', { ...right.layer, layer: { ...layer, runs: Array(200_001).fill(run) } }],
])('%s is no answer', (_what, message) => {
  expect(answerOf(message, 1000)).toBeNull();
});

describe('a talk with a frame', () => {
  const begin = (patienceMs = 10_000) => {
    const { port1, port2 } = new MessageChannel();
    const asked: unknown[] = [];
    port2.onmessage = ({ data }) => asked.push(data);
    const bytesOf = vi.fn(async (from: number, to: number) => new Uint8Array(to - from));
    return { talk: talkWith(port1, 1000, bytesOf, patienceMs), frame: port2, asked, bytesOf };
  };

  it('ends with the first word that is none, and everything asked fails', async () => {
    const { talk, frame } = begin();
    const page = talk.ask({ kind: 'text', page: 1 });
    frame.postMessage({ kind: 'opened', pages: 'all of them' });
    await expect(page.promise).rejects.toThrow('closed');
    expect(await talk.first).toBe('babble');
  });

  it('takes each answer for its own question alone', async () => {
    const { talk, frame } = begin();
    const [one, other] = [talk.ask({ kind: 'text', page: 1 }), talk.ask({ kind: 'text', page: 2 })];
    frame.postMessage({ kind: 'text', ask: 2, text: 'dos' });
    frame.postMessage({ kind: 'text', ask: 2, text: 'otra vez' });
    frame.postMessage({ kind: 'layer', ask: 1, layer });
    expect((await other.promise).text).toBe('dos');
    await expect(one.promise).rejects.toThrow('could not be had');
    talk.end();
  });

  it('gives up what is not answered, and says so where it is called off', async () => {
    const { talk, asked } = begin(20);
    await expect(talk.ask({ kind: 'layer', page: 1 }).promise).rejects.toThrow('too long');
    const page = talk.ask({ kind: 'text', page: 2 });
    page.cancel();
    await expect(page.promise).rejects.toThrow('called off');
    await vi.waitFor(() => expect(asked.at(-1)).toEqual({ kind: 'cancel', ask: 2 }), { timeout: 15_000 });
    talk.end();
  });

  it('reads for it within the document, one part after the other', async () => {
    const { talk, frame, asked, bytesOf } = begin();
    frame.postMessage({ kind: 'range', begin: 10, end: 20 });
    frame.postMessage({ kind: 'range', begin: 0, end: 5 });
    await vi.waitFor(() => expect(asked).toHaveLength(2), { timeout: 15_000 });
    expect(asked).toEqual([
      { kind: 'range', begin: 10, bytes: new Uint8Array(10) },
      { kind: 'range', begin: 0, bytes: new Uint8Array(5) },
    ]);
    expect(bytesOf.mock.calls).toEqual([
      [10, 20],
      [0, 5],
    ]);
    talk.end();
  });
});

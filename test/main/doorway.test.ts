import fc from 'fast-check';
import { beforeEach, expect, test, vi } from 'vitest';
import { calls } from '../../src/contract/calls.ts';
import { done } from '../../src/contract/failures.ts';

type Heard = (event: unknown, ...args: unknown[]) => Promise<unknown>;
const handled = vi.hoisted(() => new Map<string, Heard>());
vi.mock('electron', () => ({ ipcMain: { handle: (channel: string, heard: Heard) => handled.set(channel, heard) } }));
const { openDoorway } = await import('../../src/main/doorway.ts');

let nextFrame = 1;
const frame = (url: string, parent: object | null = null) => ({ url, parent, frameTreeNodeId: nextFrame++ });
function makeContents(url = 'app://fojas/index.html') {
  const mainFrame = frame(url);
  const sent: unknown[][] = [];
  let onDestroyed = (): void => undefined;
  return {
    mainFrame,
    sent,
    destroyed: false,
    isDestroyed() {
      return this.destroyed;
    },
    send: (...args: unknown[]) => void sent.push(args),
    once: (_name: string, listener: () => void) => {
      onDestroyed = listener;
    },
    destroy() {
      this.destroyed = true;
      onDestroyed();
    },
  };
}
type Contents = ReturnType<typeof makeContents>;

let asked: [string, unknown][];
let incidents: unknown[];
let contents: Contents;
let doorway: ReturnType<typeof openDoorway>;
let office: (name: string, input: unknown) => Promise<unknown>;

beforeEach(() => {
  asked = [];
  incidents = [];
  office = () => Promise.resolve(done({}));
  doorway = openDoorway(
    (name, input) => {
      asked.push([name, input]);
      return office(name, input) as never;
    },
    (_incident, error) => incidents.push(error),
  );
  contents = makeContents();
  doorway.admit(contents as never);
});

const knock = (event: unknown, ...args: unknown[]) => handled.get('fojas:call')!(event, ...args);
const ours = () => ({ sender: contents, senderFrame: contents.mainFrame });

test('a call of our main frame reaches the office with its parsed input', async () => {
  expect(await knock(ours(), 'trays.page', { tray: 'toSign', after: null, limit: 10 })).toEqual({
    ok: true,
    value: {},
  });
  const given = {
    tray: 'toSign',
    after: null,
    from: 'start',
    limit: 10,
    search: '',
    vouched: false,
    labels: [],
    dueDays: null,
  };
  expect(asked).toEqual([['trays.page', given]]);
});

test.each([
  ['a window that was not admitted', () => ({ sender: makeContents(), senderFrame: frame('app://fojas/index.html') })],
  ['a frame that is gone', () => ({ ...ours(), senderFrame: null })],
  ['a frame inside the page', () => ({ ...ours(), senderFrame: frame('app://fojas/index.html', contents.mainFrame) })],
  ['the main frame of another window', () => ({ ...ours(), senderFrame: frame('app://fojas/index.html') })],
])('%s is not heard', async (_who, event) => {
  expect(await knock(event(), 'office.status', {})).toEqual({ ok: false, failure: { kind: 'notAllowed' } });
  expect(asked).toEqual([]);
});

test.each([
  'https://fojas/',
  'app://fojas.example/index.html',
  'app://other/index.html',
  'file:///index.html',
  'about:blank',
  '',
])('a page at %j is not heard', async (url) => {
  contents.mainFrame.url = url;
  expect(await knock(ours(), 'office.status', {})).toEqual({ ok: false, failure: { kind: 'notAllowed' } });
  expect(asked).toEqual([]);
});

test('a window that is destroyed is heard no more', async () => {
  contents.destroy();
  expect(await knock(ours(), 'office.status', {})).toMatchObject({ failure: { kind: 'notAllowed' } });
});

test.each([
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'office.Status',
  '',
  7,
  null,
  undefined,
  {},
  ['office.status'],
])('the name %j is no call', async (name) => {
  expect(await knock(ours(), name, {})).toMatchObject({ ok: false, failure: { kind: 'unknownCall' } });
  expect(asked).toEqual([]);
});

test('a bug in the office is an incident, and its text goes to the log only', async () => {
  office = () => Promise.reject(new Error('the secret inside'));
  const answer = await knock(ours(), 'office.status', {});
  expect(answer).toMatchObject({ ok: false, failure: { kind: 'unexpected' } });
  expect(JSON.stringify(answer)).not.toContain('secret');
  expect(incidents).toHaveLength(1);
});

test('junk never reaches the office and always gets an answer', async () => {
  const names = fc.oneof(fc.constantFrom(...Object.keys(calls)), fc.string(), fc.anything());
  await fc.assert(
    fc.asyncProperty(
      names,
      fc.anything({ withNullPrototype: true, withDate: true, withTypedArray: true }),
      async (name, input) => {
        asked = [];
        const answer = (await knock(ours(), name, input)) as { ok: boolean; failure?: { kind: string } };
        for (const [reached, parsed] of asked) {
          // What gets through is what the contract allows, whoever made it.
          expect(calls[reached as keyof typeof calls].input.safeParse(parsed).success).toBe(true);
        }
        if (asked.length === 0) expect(['unknownCall', 'badInput']).toContain(answer.failure?.kind);
      },
    ),
    { numRuns: 500 },
  );
});

test('events go to the windows that live', () => {
  const other = makeContents();
  doorway.admit(other as never);
  contents.destroy();
  doorway.tellAll('tokens.changed', {});
  expect(contents.sent).toEqual([]);
  expect(other.sent).toEqual([['fojas:event', 'tokens.changed', {}]]);
});

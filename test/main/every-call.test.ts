/** Every call there is, asked by the wrong one, with junk, and of an office that breaks: refused or answered, from a closed list. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { calls, type CallName } from '../../src/contract/calls.ts';
import { Failure, done } from '../../src/contract/failures.ts';
import { answer } from '../../src/contract/rpc.ts';
import { windowCalls, type WindowCallName } from '../../src/contract/window-calls.ts';
import { makeTestFolder, openTestOffice, testConfig, type TestOffice } from '../helpers/office.ts';
import { fitting, junk } from '../helpers/inputs.ts';

type Heard = (event: unknown, ...args: unknown[]) => Promise<unknown>;
const handled = vi.hoisted(() => new Map<string, Heard>());
vi.mock('electron', () => ({ ipcMain: { handle: (channel: string, heard: Heard) => handled.set(channel, heard) } }));
const { openDoorway } = await import('../../src/main/doorway.ts');

const names = Object.keys(windowCalls) as WindowCallName[];
const secret = 'Pérez, Juan s/ robo 482915';
const isClosed = (outcome: unknown): boolean => {
  const { ok, failure } = outcome as { ok: boolean; failure?: unknown };
  return ok === true || Failure.safeParse(failure).success;
};

describe('the doorway', () => {
  const mainFrame = { url: 'app://fojas/index.html', parent: null, frameTreeNodeId: 1 };
  const contents = { mainFrame, once: () => undefined, isDestroyed: () => false, send: () => undefined };
  const ours = { sender: contents, senderFrame: mainFrame };
  let asked: [string, unknown][] = [];
  let office: () => Promise<unknown>;
  const knock: Heard = (...args) => handled.get('fojas:call')!(...args);

  beforeEach(() => {
    asked = [];
    office = () => Promise.resolve(done({}));
    const doorway = openDoorway(
      (name, input) => {
        asked.push([name, input]);
        return office() as never;
      },
      () => undefined,
    );
    doorway.admit(contents as never);
  });

  test.each(names)('%s is refused to whoever is not the main frame of a window of ours', async (name) => {
    const inside = { url: 'app://fojas/index.html', parent: mainFrame, frameTreeNodeId: 2 };
    const strangers = [
      { sender: { ...contents }, senderFrame: mainFrame },
      { sender: contents, senderFrame: null },
      { sender: contents, senderFrame: inside },
      ...['app://pdf/index.html', 'app://fojas.evil/', 'https://fojas/', 'file:///', 'about:blank', ''].map((url) => ({
        sender: contents,
        senderFrame: { ...mainFrame, url },
      })),
    ];
    for (const event of strangers)
      expect(await knock(event, name, fitting(windowCalls[name].input))).toEqual({
        ok: false,
        failure: { kind: 'notAllowed' },
      });
    expect(asked).toEqual([]);
  });

  test.each(names)('%s hands on what parses and nothing else', async (name) => {
    for (const input of [...junk, fitting(windowCalls[name].input)]) {
      asked = [];
      const outcome = await knock(ours, name, input);
      const parsed = windowCalls[name].input.safeParse(input);
      if (parsed.success) expect(asked).toEqual([[name, parsed.data]]);
      else {
        expect(asked).toEqual([]);
        expect(outcome).toMatchObject({ ok: false, failure: { kind: 'badInput' } });
      }
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test.each(names)('%s says nothing of what an office broke at', async (name) => {
    office = () => Promise.reject(new Error(secret));
    const outcome = await knock(ours, name, fitting(windowCalls[name].input));
    expect(isClosed(outcome)).toBe(true);
    expect(JSON.stringify(outcome)).not.toMatch(/Pérez|482915/);
  });

  test.each([
    '',
    '__proto__',
    'constructor',
    'toString',
    'trays',
    'trays.page ',
    'TRAYS.PAGE',
    7,
    null,
    {},
    ['trays.page'],
  ])('no call is named %j', async (name) => {
    expect(await knock(ours, name, {})).toMatchObject({ ok: false, failure: { kind: 'unknownCall' } });
    expect(asked).toEqual([]);
  });
});

describe('an office', () => {
  let folder: ReturnType<typeof makeTestFolder>;
  let office: TestOffice;
  const incidents: string[] = [];
  beforeAll(async () => {
    folder = makeTestFolder();
    office = await openTestOffice({ config: testConfig(folder.data) });
  });
  afterAll(async () => {
    await office.close();
    folder.remove();
  });
  // What waits for a person at a token, or has the whole office closed, is no question of input.
  const waits: readonly CallName[] = ['office.sit'];
  const asked = (Object.keys(calls) as CallName[]).filter((name) => !waits.includes(name));

  test.each(asked)('%s answers what fits and what does not, from a closed list, and lives', async (name) => {
    for (const input of [...junk, fitting(calls[name].input)]) {
      const outcome = await answer(calls, office.office.handlers, name, input, (_incident, error) => {
        incidents.push(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      });
      expect(isClosed(outcome)).toBe(true);
      if ((outcome as { ok: boolean }).ok) {
        expect(calls[name].output.safeParse((outcome as { value: unknown }).value).error).toBeUndefined();
      }
    }
    expect(incidents).toEqual([]);
    expect((await office.call('office.status', {})).mode).toBe('practice');
  });
});

import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { failed, type Outcome } from '../contract/failures.ts';
import { answer, type Handlers, type Incident } from '../contract/rpc.ts';
import { windowCalls, type WindowCallName, type WindowCalls, type WindowEventName } from '../contract/window-calls.ts';
import { isOwn } from './lock-down.ts';

/** Names of the only two channels between windows and main; the preloads know them too. */
const CALL = 'fojas:call';
const EVENT = 'fojas:event';

/** Who may answer: the office, and for what is about the program itself, main. */
export type Ask = (name: WindowCallName, input: unknown) => Promise<Outcome<unknown>>;

export interface Doorway {
  /** From now on this window is heard, until it is destroyed. */
  admit(contents: WebContents): void;
  tellAll(event: WindowEventName, data: unknown): void;
}

/** The only ear of main: what a window asks goes through here, and what cannot be vouched for ends here (law 9). */
export function openDoorway(ask: Ask, onIncident: Incident): Doorway {
  const admitted = new Set<WebContents>();
  const handlers = Object.fromEntries(
    (Object.keys(windowCalls) as WindowCallName[]).map((name) => [name, (input: unknown) => ask(name, input)]),
  ) as unknown as Handlers<WindowCalls>;

  ipcMain.handle(CALL, (event, name: unknown, input: unknown): Promise<Outcome<unknown>> => {
    if (!admitted.has(event.sender) || !isMainFrameOfOurs(event))
      return Promise.resolve(failed({ kind: 'notAllowed' }));
    // A name that is no text names no call.
    return answer(windowCalls, handlers, typeof name === 'string' ? name : '', input, onIncident);
  });
  return {
    admit(contents) {
      admitted.add(contents);
      contents.once('destroyed', () => admitted.delete(contents));
    },
    tellAll(event, data) {
      for (const contents of admitted) if (!contents.isDestroyed()) contents.send(EVENT, event, data);
    },
  };
}

/** The frame may be gone already (null), may be a frame inside the page, or the page may be one that is not ours. */
function isMainFrameOfOurs({ sender, senderFrame }: IpcMainInvokeEvent): boolean {
  return (
    senderFrame !== null &&
    senderFrame.parent === null &&
    senderFrame.frameTreeNodeId === sender.mainFrame.frameTreeNodeId &&
    isOwn(senderFrame.url)
  );
}

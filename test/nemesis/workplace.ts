/**
 * A whole workplace under main's own supervision: the office and the token host in processes of their own, restarted by the code that
 * restarts them for a magistrate; a person at the PIN; and handles to kill, starve and unplug.
 */
import { diaryText, teller } from '../../src/contract/diary.ts';
import { fileURLToPath } from 'node:url';
import type { CallName, Calls, EventName } from '../../src/contract/calls.ts';
import { type TransferredPort, portOf } from '../../src/contract/channel.ts';
import type { OfficeConfig } from '../../src/contract/config.ts';
import type { DriverCare } from '../../src/contract/drivers.ts';
import type { Outcome } from '../../src/contract/failures.ts';
import type { Input, Output } from '../../src/contract/rpc.ts';
import { PinQuestion, type TokenLibrary } from '../../src/contract/token.ts';
import type { Launched } from '../../src/main/child.ts';
import { memoryFromProc } from '../../src/main/memory.ts';
import { startOfficeProcess } from '../../src/main/office-process.ts';
import { startTokenProcesses } from '../../src/main/token-processes.ts';
import { UtilityProcess } from '../../tools/electron-on-chromium/api/utility-process.ts';
import { MessageChannelMain, type MessagePortMain } from '../../tools/electron-on-chromium/message-ports.ts';
import { storeKey } from '../helpers/office.ts';
import type { Reaction, Wanted } from '../token-host/harness.ts';

export interface WorkplaceOptions {
  readonly config: OfficeConfig;
  readonly library: TokenLibrary;
  readonly care: DriverCare;
  /** For the token host. */
  readonly environment: Readonly<Record<string, string>>;
  /** While this file exists the disk is full for documents. */
  readonly diskFullMark: string;
  /** What the person does when asked the n-th time (from 1). */
  readonly person: (nth: number, question: Wanted) => Reaction;
  /** Called before a token host starts, the first included. */
  readonly beforeHost: () => void;
  readonly onEvent: (event: EventName, data: unknown) => void;
}

export interface Workplace {
  /** The value, or an error naming the failure. A call that dies with its office is asked again of the next. */
  call<N extends CallName>(name: N, input: Input<Calls[N]>): Promise<Output<Calls[N]>>;
  killOffice(): void;
  killHost(): void;
  /** Every PIN the person typed, in order, and how often they were asked. */
  readonly typed: readonly string[];
  readonly asked: number;
  readonly log: readonly string[];
  /** How many offices and hosts ran. */
  readonly started: { readonly office: number; readonly host: number };
  close(): Promise<void>;
}

interface Running {
  readonly launched: Launched<MessagePortMain>;
  readonly child: UtilityProcess;
}

export function openWorkplace(options: WorkplaceOptions): Workplace {
  const typed: string[] = [];
  const log: string[] = [];
  const started = { office: 0, host: 0 };
  const everybody: UtilityProcess[] = [];
  let asked = 0;
  let office: UtilityProcess | null = null;
  let host: UtilityProcess | null = null;
  const makeChannel = (): MessageChannelMain => new MessageChannelMain();

  const run = (entry: string, environment: Readonly<Record<string, string>>): Running => {
    const running = launch(entry, environment, log);
    everybody.push(running.child);
    return running;
  };
  const officeProcess = startOfficeProcess<MessagePortMain>({
    ...{
      config: options.config,
      storeKey,
      version: '0.0.0',
      makeChannel,
      log: teller('main', (line) => log.push(diaryText(line))),
    },
    launch() {
      started.office += 1;
      const running = run('./office-entry.ts', { FOJAS_TEST_DISK_FULL: options.diskFullMark });
      office = running.child;
      return running.launched;
    },
    // As many crashes as a batch has faults are no reason to give the office up.
    timing: { backoffMs: [20], crashesToPark: 50 },
  });
  officeProcess.onEvent(options.onEvent);

  const answer = (port: MessagePortMain): void => {
    const window = portOf(port as unknown as TransferredPort);
    window.onMessage((message) => {
      const question = PinQuestion.parse(message);
      if (question.kind !== 'pinWanted') return;
      const { sessionId } = question;
      const reaction = options.person((asked += 1), question);
      if (reaction === 'cancel') window.send({ kind: 'pinCancelled', sessionId });
      else if (reaction === 'close') window.close();
      else if (typeof reaction === 'object' && 'pin' in reaction) {
        typed.push(reaction.pin);
        const { pin, lastTryConfirmed = false } = reaction;
        window.send({ kind: 'pinEntered', sessionId, pin, lastTryConfirmed });
      }
    });
  };
  const tokens = startTokenProcesses<MessagePortMain>({
    ...{ libraries: [], makeChannel, office: officeProcess, log: teller('main', (line) => log.push(diaryText(line))) },
    launch() {
      options.beforeHost();
      started.host += 1;
      const running = run('../../src/token-host/process.ts', options.environment);
      host = running.child;
      return running.launched;
    },
    askPin() {
      const { port1, port2 } = makeChannel();
      answer(port1);
      return port2;
    },
    ...{ memoryOf: memoryFromProc, memoryMs: 100, timing: { backoffMs: [20, 50, 100] } },
  });
  tokens.found(options.library, options.care);

  const kill = (child: UtilityProcess | null): void => {
    if (child?.pid !== undefined) process.kill(child.pid, 'SIGKILL');
  };
  return {
    ...{ typed, log, started },
    get asked() {
      return asked;
    },
    async call(name, input) {
      for (let turn = 0; ; turn += 1) {
        const outcome = (await officeProcess.call(name, input)) as Outcome<never>;
        if (outcome.ok) return outcome.value;
        const askAgain = outcome.failure.kind === 'officeGone' && name !== 'signing.start' && turn < 5;
        if (!askAgain) throw new CallFailed(name, outcome.failure.kind, JSON.stringify(outcome.failure));
      }
    },
    killOffice: () => kill(office),
    killHost: () => kill(host),
    async close() {
      await officeProcess.close();
      await tokens.stop();
      for (const child of everybody) kill(child);
    },
  };
}

export class CallFailed extends Error {
  readonly kind: string;
  constructor(call: string, kind: string, detail: string) {
    super(`${call}: ${detail}`);
    this.kind = kind;
  }
}

function launch(entry: string, environment: Readonly<Record<string, string>>, log: string[]): Running {
  const child = new UtilityProcess(
    fileURLToPath(new URL(entry, import.meta.url)),
    [],
    { env: { ...process.env, ...environment }, stdio: 'pipe' },
    { watch: () => () => undefined, sweep: () => undefined } as never,
    () => undefined,
  );
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => void log.push(String(text)));
  return {
    child,
    launched: {
      post: (body, ports = []) => child.postMessage(body, ports),
      onControl: (listener) => void child.on('message', listener),
      onExit: (listener) => void child.on('exit', listener),
      pid: () => child.pid,
      kill() {
        if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
      },
    },
  };
}

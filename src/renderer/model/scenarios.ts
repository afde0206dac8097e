import type { ActRow } from '../../contract/acts.ts';
import type { RehearsalNow } from '../../contract/calls.ts';
import type { Places } from './places.ts';
import type { Notice } from './places.ts';
import type { Source } from './list.ts';
import { canReturn, canSign } from './marks.ts';
import type { Signing } from './signing.ts';
import type { PlainKey } from '../words/catalogue.ts';

/** What a step can notice of the window: facts that are there anyhow, so that doing the thing is all it takes. */
export interface Facts {
  readonly places: Places;
  readonly source: Source;
  readonly signing: Signing;
  readonly rehearsal: RehearsalNow;
  readonly notice: Notice | null;
  readonly line: { readonly state: string; readonly waiting: number } | null;
  /** A report on a changed file stands on the screen. */
  readonly sawTampered: boolean;
}

export const scenarioNames = ['tour', 'sign', 'return', 'offline', 'token', 'tampered'] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** What a button beside the step does, where the world has to be bent for it. */
export type Aid = 'cut' | 'join' | 'sample' | 'pullOut' | 'putBack';

export interface Step {
  readonly id: string;
  readonly word: PlainKey;
  readonly aid?: Aid;
  done(facts: Facts): boolean;
}

/** An act is open and read, and the next step can be done to it: with a registered one that step's key would be dead. */
const isRead =
  (fits: (act: ActRow) => boolean) =>
  ({ places: { work, current } }: Facts): boolean =>
    work === 'paper' && current?.shown === true && fits(current);
const isIn = (work: Places['work']) => (facts: Facts) => facts.places.work === work;
const tray = (name: string) => (facts: Facts) => facts.source.kind === 'tray' && facts.source.tray === name;
const isOver = ({ signing }: Facts): boolean =>
  signing.kind === 'batch' && (signing.batch.state === 'finished' || signing.batch.state === 'stopped');
const keptAll = (facts: Facts): boolean =>
  isOver(facts) &&
  facts.signing.kind === 'batch' &&
  facts.signing.batch.kept > 0 &&
  facts.signing.batch.state === 'finished';

/** The scenarios as data: each step in its order, its words, and how it is noticed. */
export const scenarios: Readonly<Record<ScenarioName, readonly Step[]>> = {
  tour: [
    {
      id: 'open',
      word: 'practice.tour.open',
      done: ({ places }) => places.work === 'paper' && places.current !== null,
    },
    { id: 'case', word: 'practice.tour.case', done: ({ source }) => source.kind === 'case' },
    { id: 'find', word: 'practice.tour.find', done: isIn('find') },
    { id: 'palette', word: 'practice.tour.palette', done: ({ places }) => places.palette || places.menu },
    { id: 'line', word: 'practice.tour.line', done: isIn('line') },
    { id: 'help', word: 'practice.tour.help', done: isIn('keys') },
  ],
  sign: [
    { id: 'read', word: 'practice.sign.read', done: isRead(canSign) },
    { id: 'open', word: 'practice.sign.open', done: isIn('signing') },
    { id: 'sign', word: 'practice.sign.sign', done: keptAll },
    { id: 'see', word: 'practice.sign.see', done: tray('registered') },
  ],
  return: [
    { id: 'read', word: 'practice.return.read', done: isRead(canReturn) },
    { id: 'write', word: 'practice.return.write', done: ({ places }) => places.returning },
    { id: 'send', word: 'practice.return.send', done: ({ notice }) => notice?.kind === 'returned' },
    { id: 'see', word: 'practice.return.see', done: tray('returned') },
  ],
  offline: [
    { id: 'cut', word: 'practice.offline.cut', aid: 'cut', done: ({ line }) => line?.state === 'offline' },
    { id: 'work', word: 'practice.offline.work', done: ({ line }) => (line?.waiting ?? 0) > 0 },
    { id: 'look', word: 'practice.offline.look', done: isIn('line') },
    {
      id: 'join',
      word: 'practice.offline.join',
      aid: 'join',
      done: ({ line }) => line?.state === 'online' && line.waiting === 0,
    },
  ],
  token: [
    { id: 'arm', word: 'practice.token.arm', aid: 'pullOut', done: ({ rehearsal }) => rehearsal.state !== 'none' },
    { id: 'sign', word: 'practice.token.sign', done: ({ rehearsal }) => rehearsal.state === 'out' },
    { id: 'back', word: 'practice.token.back', aid: 'putBack', done: ({ rehearsal }) => rehearsal.state === 'none' },
    { id: 'goOn', word: 'practice.token.goOn', done: keptAll },
  ],
  tampered: [
    { id: 'open', word: 'practice.tampered.open', aid: 'sample', done: isIn('verify') },
    { id: 'see', word: 'practice.tampered.see', done: ({ sawTampered }) => sawTampered },
    { id: 'leave', word: 'practice.tampered.leave', done: ({ places }) => places.work !== 'verify' },
  ],
};

export const stepKey = (scenario: ScenarioName, step: Step): string => `${scenario}.${step.id}`;

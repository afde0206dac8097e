import { commands, type Command } from './commands.ts';

/** The menus, in their order. Every command stands in one of them (a test holds it), with its key. */
export const menuNames = ['act', 'list', 'go', 'case', 'paper', 'office', 'token', 'view', 'help'] as const;
export type MenuName = (typeof menuNames)[number];

/** By the command's id, or by what its id begins with, up to the dot. */
const places: Readonly<Record<string, MenuName>> = {
  primary: 'act',
  sign: 'act',
  return: 'act',
  remake: 'act',
  setAside: 'act',
  vouch: 'act',
  'review.ask': 'act',
  'review.recall': 'act',
  ownNotes: 'act',
  notes: 'act',
  receipt: 'act',
  report: 'act',
  copy: 'act',
  next: 'list',
  previous: 'list',
  skip: 'list',
  markAndGoOn: 'list',
  markAll: 'list',
  unmarkAll: 'list',
  vouched: 'list',
  search: 'list',
  tray: 'go',
  shelf: 'go',
  drafts: 'go',
  find: 'go',
  trays: 'go',
  back: 'go',
  nextPane: 'go',
  previousPane: 'go',
  cases: 'case',
  agenda: 'case',
  setHearing: 'case',
  moveCase: 'case',
  bindCase: 'case',
  hearing: 'case',
  caseIndex: 'case',
  goToLeaf: 'case',
  wideIndex: 'case',
  health: 'case',
  findInPaper: 'paper',
  goToPage: 'paper',
  verify: 'paper',
  sync: 'office',
  line: 'office',
  home: 'office',
  seat: 'office',
  people: 'office',
  lock: 'office',
  settings: 'office',
  token: 'token',
  batch: 'token',
  hold: 'token',
  rehearseRemoval: 'token',
  putTokenBack: 'token',
  fold: 'view',
  locale: 'view',
  theme: 'view',
  keys: 'help',
  palette: 'help',
  menu: 'help',
  practice: 'help',
};

/** The menu in which a command stands; null where nobody has said. */
export const menuOf = (id: string): MenuName | null => places[id] ?? places[id.split('.')[0] ?? ''] ?? null;

/** The commands of a menu, in the order of the table of commands. */
export const menuCommands = (name: MenuName): readonly Command[] => commands.filter(({ id }) => menuOf(id) === name);

import process from 'node:process';
import { newIncident } from '../contract/incident.ts';
import type { Command } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { groupHelp, groupHelpFacts, programHelp, programHelpFacts } from './help.ts';
import { type Ui, createUi, localeFrom } from './ui.ts';
import { programVersion } from './version.ts';
import type { CommandName } from './words/cli-words.ts';

/** Each command is loaded when it is called: a quick question must not wait for what a repository needs. */
const commands: Readonly<Record<CommandName, () => Promise<Command>>> = {
  // Before `tokens`: the longer name is meant where both fit.
  'tokens change-pin': async () => (await import('./commands/tokens-pin.ts')).tokensChangePin,
  'tokens unblock': async () => (await import('./commands/tokens-pin.ts')).tokensUnblock,
  tokens: async () => (await import('./commands/tokens.ts')).tokens,
  sign: async () => (await import('./commands/sign.ts')).sign,
  extend: async () => (await import('./commands/extend.ts')).extend,
  verify: async () => (await import('./commands/verify.ts')).verify,
  'trust-list make': async () => (await import('./commands/trust-list.ts')).trustListMake,
  'trust-list keep': async () => (await import('./commands/trust-list.ts')).trustListKeep,
  'trust-list show': async () => (await import('./commands/trust-list.ts')).trustListShow,
  practice: async () => (await import('./commands/practice.ts')).practice,
  'repository serve': async () => (await import('./commands/repository-serve.ts')).repositoryServe,
  'office serve': async () => (await import('./commands/office.ts')).officeServe,
  'office join': async () => (await import('./commands/office.ts')).officeJoin,
  'repository find': async () => (await import('./commands/repository-find.ts')).repositoryFind,
  sync: async () => (await import('./commands/sync.ts')).sync,
  'drivers install': async () => (await import('./commands/drivers-install.ts')).driversInstall,
  'batch report': async () => (await import('./commands/batch-report.ts')).batchReport,
  'case open': async () => (await import('./commands/case.ts')).caseOpen,
  'case list': async () => (await import('./commands/case.ts')).caseList,
  'case add': async () => (await import('./commands/case.ts')).caseAdd,
  'case break-glass': async () => (await import('./commands/case.ts')).caseBreakGlass,
  'case level': async () => (await import('./commands/case.ts')).caseLevel,
  'case caption': async () => (await import('./commands/case-caption.ts')).caseCaption,
  'case hearing': async () => (await import('./commands/case-hearing.ts')).caseHearing,
  'case agenda': async () => (await import('./commands/case-hearing.ts')).caseAgenda,
  'case move': async () => (await import('./commands/case-move.ts')).caseMove,
  'case export': async () => (await import('./commands/case-export.ts')).caseExport,
  'case receipt': async () => (await import('./commands/case.ts')).caseReceipt,
  'repository grant': async () => (await import('./commands/repository-grant.ts')).repositoryGrant,
  'case health': async () => (await import('./commands/case-health.ts')).caseHealth,
  'case keep': async () => (await import('./commands/case-keep.ts')).caseKeep,
  'home status': async () => (await import('./commands/home.ts')).homeStatus,
  'home copy-now': async () => (await import('./commands/home.ts')).homeCopyNow,
  'home check': async () => (await import('./commands/home.ts')).homeCheck,
  'home restore': async () => (await import('./commands/home-restore.ts')).homeRestore,
  'home store-key': async () => (await import('./commands/home-restore.ts')).homeStoreKey,
  'home new-recovery-key': async () => (await import('./commands/home-restore.ts')).homeNewRecoveryKey,
  'home fetch': async () => (await import('./commands/home-fetch.ts')).homeFetch,
  'home errand': async () => (await import('./commands/home-restore.ts')).homeErrand,
  'home answer': async () => (await import('./commands/home-restore.ts')).homeAnswer,
  wipe: async () => (await import('./commands/wipe.ts')).wipe,
  'desk unlock': async () => (await import('./commands/desk-unlock.ts')).deskUnlock,
  'stick export': async () => (await import('./commands/stick.ts')).stickExport,
  'stick wish': async () => (await import('./commands/stick.ts')).stickWish,
  'stick import': async () => (await import('./commands/stick.ts')).stickImport,
  'repository keys rotate': async () => (await import('./commands/repository-keys-rotate.ts')).repositoryKeysRotate,
  'repository move': async () => (await import('./commands/repository-move.ts')).repositoryMove,
  'repository keys': async () => (await import('./commands/repository-keys.ts')).repositoryKeys,
  'stick carry': async () => (await import('./commands/stick.ts')).stickCarry,
  'stick carried': async () => (await import('./commands/stick.ts')).stickCarried,
  'repository stick import': async () => (await import('./commands/repository-stick.ts')).repositoryStickImport,
  'repository stick seed': async () => (await import('./commands/repository-stick.ts')).repositoryStickSeed,
  'receipt export': async () => (await import('./commands/receipt.ts')).receiptExport,
  'receipt verify': async () => (await import('./commands/receipt.ts')).receiptVerify,
  'drafts list': async () => (await import('./commands/drafts.ts')).draftsList,
  'drafts models': async () => (await import('./commands/drafts.ts')).draftsModels,
  'drafts begin': async () => (await import('./commands/drafts.ts')).draftsBegin,
  'drafts show': async () => (await import('./commands/drafts.ts')).draftsShow,
  'drafts write': async () => (await import('./commands/drafts.ts')).draftsWrite,
  'drafts sheet': async () => (await import('./commands/drafts.ts')).draftsSheet,
  'drafts propose': async () => (await import('./commands/drafts.ts')).draftsPropose,
  'act list': async () => (await import('./commands/act.ts')).actList,
  'act label': async () => (await import('./commands/act.ts')).actLabel,
  'act due': async () => (await import('./commands/act.ts')).actDue,
  'copies simple': async () => (await import('./commands/copies.ts')).copiesSimple,
  'act addressees': async () => (await import('./commands/act-notices.ts')).actAddressees,
  'act level': async () => (await import('./commands/act-level.ts')).actLevel,
  'act notify': async () => (await import('./commands/act-notices.ts')).actNotify,
  'copies certified': async () => (await import('./commands/copies.ts')).copiesCertified,
  'act correct': async () => (await import('./commands/act.ts')).actCorrect,
  'act remake': async () => (await import('./commands/act.ts')).actRemake,
  'act set-aside': async () => (await import('./commands/act.ts')).actSetAside,
  'drafts ask': async () => (await import('./commands/drafts-review.ts')).draftsAsk,
  'drafts recall': async () => (await import('./commands/drafts-review.ts')).draftsRecall,
  'drafts review': async () => (await import('./commands/drafts-review.ts')).draftsReview,
  'drafts return': async () => (await import('./commands/drafts-review.ts')).draftsReturn,
  'drafts resolve': async () => (await import('./commands/drafts-review.ts')).draftsResolve,
  enrol: async () => (await import('./commands/enrol.ts')).enrol,
  grants: async () => (await import('./commands/enrol.ts')).grants,
  electronic: async () => (await import('./commands/electronic.ts')).electronic,
  'electronic make': async () => (await import('./commands/electronic.ts')).electronicMake,
  seats: async () => (await import('./commands/enrol.ts')).seats,
  'repository offices add': async () => (await import('./commands/repository-people.ts')).officesAdd,
  'repository offices import': async () => (await import('./commands/repository-people.ts')).officesImport,
  'repository offices list': async () => (await import('./commands/repository-people.ts')).officesList,
  'repository people import': async () => (await import('./commands/repository-people.ts')).peopleImport,
  'repository people list': async () => (await import('./commands/repository-people.ts')).peopleList,
  'repository people grant': async () => (await import('./commands/repository-people.ts')).peopleGrant,
  'repository people substitute': async () => (await import('./commands/repository-substitutes.ts')).peopleSubstitute,
  'repository people end-substitution': async () =>
    (await import('./commands/repository-substitutes.ts')).peopleEndSubstitution,
  'repository people revoke': async () => (await import('./commands/repository-people.ts')).peopleRevoke,
  'repository people code': async () => (await import('./commands/repository-people.ts')).peopleCode,
  'repository templates publish': async () => (await import('./commands/repository-templates.ts')).templatesPublish,
  'repository templates show': async () => (await import('./commands/repository-templates.ts')).templatesShow,
  'repository calendar publish': async () => (await import('./commands/repository-calendar.ts')).calendarPublish,
  'repository calendar show': async () => (await import('./commands/repository-calendar.ts')).calendarShow,
  'repository devices list': async () => (await import('./commands/repository-devices.ts')).devicesList,
  'repository devices revoke': async () => (await import('./commands/repository-devices.ts')).devicesRevoke,
  'repository log show': async () => (await import('./commands/repository-devices.ts')).accessLogShow,
  'repository log verify': async () => (await import('./commands/repository-devices.ts')).accessLogVerify,
  'repository copies list': async () => (await import('./commands/repository-copies.ts')).keptCopiesList,
  'repository copies fetch': async () => (await import('./commands/repository-copies.ts')).keptCopiesFetch,
  'repository copies remove': async () => (await import('./commands/repository-copies.ts')).keptCopiesRemove,
  'log show': async () => (await import('./commands/log.ts')).logShow,
  'log accept': async () => (await import('./commands/log.ts')).logAccept,
  'log seen': async () => (await import('./commands/log.ts')).logSeen,
  setup: async () => (await import('./commands/setup.ts')).setup,
  'policy show': async () => (await import('./commands/policy.ts')).policyShow,
  'policy check': async () => (await import('./commands/policy.ts')).policyCheck,
  'policy choose': async () => (await import('./commands/policy.ts')).policyChoose,
  'policy template': async () => (await import('./commands/policy.ts')).policyTemplate,
  'update status': async () => (await import('./commands/update.ts')).updateStatus,
  'update check': async () => (await import('./commands/update.ts')).updateCheck,
  'update share': async () => (await import('./commands/update.ts')).updateShare,
  'update apply': async () => (await import('./commands/update.ts')).updateApply,
  search: async () => (await import('./commands/search.ts')).search,
  health: async () => (await import('./commands/health.ts')).health,
  diagnostics: async () => (await import('./commands/diagnostics.ts')).diagnostics,
  'repository fleet': async () => (await import('./commands/repository-fleet.ts')).repositoryFleet,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
};
const names = Object.keys(commands) as CommandName[];

/** Runs the command that the arguments name; answers the exit code. */
export async function main(given: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const { leading, args } = commonFirst(given);
  const wanted = langOf(given);
  const locale = localeFrom(wanted, env);
  const ui = createUi(locale ?? 'es-AR', given.includes('--json'));
  const [first] = args;
  if (first === '--version') {
    process.stdout.write(`fojas ${programVersion()}\n`);
    return exitCodes.ok;
  }
  if (locale === null) return ui.misuse(ui.words.badLang);
  if (first === undefined || isHelp(first) || first === 'help') {
    writeHelp(ui, process.stdout, programHelp(ui.words, names), programHelpFacts(ui.words, names));
    return first === undefined ? exitCodes.usage : exitCodes.ok;
  }
  // The longest that fits: `electronic make` is not `electronic` with a word too many.
  const fitting = names.filter((one) => one === args.slice(0, one.split(' ').length).join(' '));
  const name = fitting.toSorted((one, other) => other.length - one.length)[0];
  if (name === undefined) return withoutCommand(args, ui);
  try {
    const command = await commands[name]();
    return await command.run([...leading, ...args.slice(name.split(' ').length)], env);
  } catch (error) {
    // A bug: the incident's number ties what a person reads to the stack below it.
    const incident = newIncident();
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    for (const line of stack.split('\n')) ui.note(line);
    return ui.fail({ kind: 'unexpected', incident });
  }
}

/** What begins several commands is answered with their names; anything else is no command. */
function withoutCommand(args: readonly string[], ui: Ui): ExitCode {
  const group = groupOf(args);
  if (group.length === 0) {
    const [first = '', second] = args;
    const isGroup = second !== undefined && !second.startsWith('-') && groupOf([first]).length > 0;
    return ui.misuse(ui.words.unknownCommand(isGroup ? `${first} ${second}` : first));
  }
  const isAsked = args.some(isHelp);
  const to = isAsked ? process.stdout : process.stderr;
  writeHelp(ui, to, groupHelp(ui.words, group), groupHelpFacts(ui.words, group));
  return isAsked ? exitCodes.ok : exitCodes.usage;
}

const writeHelp = (ui: Ui, to: NodeJS.WriteStream, text: string, facts: object): void =>
  void to.write(ui.json ? `${JSON.stringify(facts)}\n` : text);

const isHelp = (arg: string): boolean => arg === '--help' || arg === '-h';

/** What every command understands may stand before its name, too. */
function commonFirst(given: readonly string[]): {
  readonly leading: readonly string[];
  readonly args: readonly string[];
} {
  let at = 0;
  while (given[at] === '--lang' || given[at] === '--json' || given[at]?.startsWith('--lang='))
    at += given[at] === '--lang' ? 2 : 1;
  return { leading: given.slice(0, at), args: given.slice(at) };
}

function langOf(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => /^--lang(?:=|$)/.test(arg));
  if (at < 0) return undefined;
  return /^--lang=(.*)$/.exec(args[at]!)?.[1] ?? args[at + 1] ?? '';
}

/** The commands that begin with the words before the first option (`repository people`); none where no command does. */
function groupOf(args: readonly string[]): readonly CommandName[] {
  const end = args.findIndex((arg) => arg.startsWith('-'));
  const begins = args.slice(0, end < 0 ? args.length : end).join(' ');
  return names.filter((one) => one.startsWith(`${begins} `));
}

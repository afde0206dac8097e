/** What the help shows behind an option: whether a file or a folder is meant is a matter of the command, whatever the language. */
import type { CliWords, CommandName } from './words/cli-words.ts';

type Place = 'file' | 'folder' | 'either';

const places: Readonly<Record<string, Place>> = {
  ...{ out: 'file', to: 'folder', in: 'folder', file: 'file', errand: 'file', root: 'file', save: 'file' },
  ...{ answers: 'file', anchor: 'file', library: 'file', pins: 'file', document: 'file', program: 'folder' },
  ...{ 'access-key-file': 'file', 'upstream-key-file': 'file', 'upstream-pins': 'file', 'folder-key-file': 'file' },
  ...{ 'identity-file': 'file', 'trust-list-key': 'file', 'trust-list': 'either' },
  ...{ 'revocation-cache': 'folder', 'user-data': 'folder' },
};

/** Where one command means something else by the same word; null: neither a file nor a folder. */
const particular: Partial<Record<CommandName, Readonly<Record<string, Place | null>>>> = {
  ...{ sign: { out: 'folder' }, extend: { out: 'folder' }, practice: { out: 'folder' } },
  ...{
    'policy template': { out: 'folder' },
    'copies simple': { out: 'folder' },
    'copies certified': { out: 'folder' },
  },
  ...{ 'home restore': { from: 'folder' }, 'home errand': { from: 'folder' } },
  ...{ 'trust-list make': { key: 'file' }, 'case move': { to: null } },
};

/** The word for an option's value, as `--out FILE` has it. */
export function optionValue(command: CommandName, option: string, words: CliWords): string {
  const own = particular[command]?.[option];
  const place = own === undefined ? places[option] : own;
  const { fileValue, folderValue } = words;
  switch (place) {
    case 'file':
      return fileValue;
    case 'folder':
      return folderValue;
    case 'either':
      return `${fileValue}|${folderValue}`;
    default:
      return words.optionValues[option] ?? words.value;
  }
}

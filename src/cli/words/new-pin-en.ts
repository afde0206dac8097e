import type { CommandWords } from './command-words.ts';
import type { NewPinCommandName, NewPinWords } from './new-pin-words.ts';

const between = (min: number, max: number): string => (max > 32 ? `at least ${min}` : `${min} to ${max}`);
const which = {
  module: 'The token’s PKCS#11 library. May be left out where only one is known.',
  'token-label': 'The token’s label. May be left out where there is only one.',
  serial: 'The token’s serial number.',
};

export const newPinCommandsEn: Readonly<Record<NewPinCommandName, CommandWords>> = {
  'tokens change-pin': {
    summary: 'changes a token’s PIN with the present one',
    usage: '[--module PATH] [--token-label LABEL | --serial SERIAL]',
    about: [
      'Tried once and never repeated. What cannot be right (its length, two that differ) is said before and spends no try. No PIN is taken from the arguments or kept in any log.',
    ],
    options: {
      ...which,
      'pin-stdin': 'Takes the present PIN from the first line of standard input and the new one from the second.',
      'last-try': 'Confirms that the token’s last PIN try is to be used.',
    },
    examples: ['fojas tokens change-pin', 'fojas tokens change-pin --serial 3f6b9a1c'],
  },
  'tokens unblock': {
    summary: 'gives a blocked token a new PIN with the PUK',
    usage: '[--module PATH] [--token-label LABEL | --serial SERIAL]',
    about: ['Tried once and never repeated. With the PUK used up the token is lost: another certificate is needed.'],
    options: {
      ...which,
      'pin-stdin': 'Takes the PUK from the first line of standard input and the new PIN from the second.',
      'last-try': 'Confirms that the token’s last PUK try is to be used.',
    },
    examples: ['fojas tokens unblock --token-label "Firma"'],
  },
};

export const newPinEn: NewPinWords = {
  oldPin: (token) => `Present PIN of “${token}”: `,
  puk: (token) => `PUK of “${token}”: `,
  newPin: (min, max) => `New PIN (${between(min, max)} characters): `,
  again: 'New PIN, once more: ',
  onReader: (token) => `Follow the steps for “${token}” on the reader’s keypad.`,
  triesLeft: (count) => (count === 1 ? '1 try left.' : `${count} tries left.`),
  countLow: 'Attention: few tries are left.',
  lastPuk: (yes) => `One PUK try is left: if it fails, the token is lost. To use it type ${yes} and press Enter: `,
  differ: 'The two new PINs differ.',
  same: 'The new PIN is the present one.',
  length: (min, max) => `The new PIN must have ${between(min, max)} characters.`,
  nothingSent: 'Nothing was sent to the token: no try was spent.',
  changed: (token) => `The PIN of “${token}” was changed.`,
  unblocked: (token) => `“${token}” has a new PIN and can be used again.`,
};

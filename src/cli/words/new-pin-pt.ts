import type { CommandWords } from './command-words.ts';
import type { NewPinCommandName, NewPinWords } from './new-pin-words.ts';

const between = (min: number, max: number): string => (max > 32 ? `pelo menos ${min}` : `de ${min} a ${max}`);
const which = {
  module: 'Biblioteca PKCS#11 do token. Pode faltar se só uma for conhecida.',
  'token-label': 'Etiqueta do token. Pode faltar se houver só um.',
  serial: 'Número de série do token.',
};

export const newPinCommandsPt: Readonly<Record<NewPinCommandName, CommandWords>> = {
  'tokens change-pin': {
    summary: 'troca o PIN de um token com o PIN atual',
    usage: '[--module CAMINHO] [--token-label ETIQUETA | --serial SÉRIE]',
    about: [
      'Tenta uma única vez e não repete. O que não pode estar certo (tamanho, dois diferentes) é dito antes e não gasta tentativas. Nenhum PIN é lido dos argumentos nem fica em registro algum.',
    ],
    options: {
      ...which,
      'pin-stdin': 'Lê da entrada padrão o PIN atual na primeira linha e o novo na segunda.',
      'last-try': 'Confirma o uso da última tentativa de PIN do token.',
    },
    examples: ['fojas tokens change-pin', 'fojas tokens change-pin --serial 3f6b9a1c'],
  },
  'tokens unblock': {
    summary: 'dá um PIN novo com o PUK a um token bloqueado',
    usage: '[--module CAMINHO] [--token-label ETIQUETA | --serial SÉRIE]',
    about: ['Tenta uma única vez e não repete. Com o PUK esgotado o token se perde: é preciso outro certificado.'],
    options: {
      ...which,
      'pin-stdin': 'Lê da entrada padrão o PUK na primeira linha e o PIN novo na segunda.',
      'last-try': 'Confirma o uso da última tentativa de PUK do token.',
    },
    examples: ['fojas tokens unblock --token-label "Firma"'],
  },
};

export const newPinPt: NewPinWords = {
  oldPin: (token) => `PIN atual de «${token}»: `,
  puk: (token) => `PUK de «${token}»: `,
  newPin: (min, max) => `PIN novo (${between(min, max)} caracteres): `,
  again: 'PIN novo, outra vez: ',
  onReader: (token) => `Siga os passos de «${token}» no teclado do leitor.`,
  triesLeft: (count) => (count === 1 ? 'Resta 1 tentativa.' : `Restam ${count} tentativas.`),
  countLow: 'Atenção: restam poucas tentativas.',
  lastPuk: (yes) =>
    `Resta uma única tentativa de PUK: se falhar, o token se perde. Para usá-la digite ${yes} e pressione Enter: `,
  differ: 'Os dois PIN novos não coincidem.',
  same: 'O PIN novo é igual ao atual.',
  length: (min, max) => `O PIN novo deve ter ${between(min, max)} caracteres.`,
  nothingSent: 'Nada foi enviado ao token: nenhuma tentativa foi gasta.',
  changed: (token) => `O PIN de «${token}» foi trocado.`,
  unblocked: (token) => `«${token}» tem um PIN novo e já pode ser usado.`,
};

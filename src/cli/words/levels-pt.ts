import type { LevelWords } from './levels-words.ts';

export const levelsPt: LevelWords = {
  reached: (level, until) =>
    `Nível ${level}${until === null ? '' : `; poderá ser provada até ${until} sem renovação`}.`,
  lessThanAsked: (asked, reached) =>
    reached === null ? `O nível ${asked} não foi alcançado.` : `Foi pedido o nível ${asked} e alcançado o ${reached}.`,
  extended: 'Prolongado',
  unchanged: 'Sem mudanças',
  notExtended: 'Não prolongado',
  needsTsa: (level) => `--level ${level} precisa de um carimbo do tempo: indique com --tsa a quem pedi-lo.`,
  cadesLevel: (level) => `--cades chega até o nível B-T, não ${level}.`,
  cadesAlone: '--cades assina ao lado do arquivo: não admite campo, assinatura visível nem certificação.',
  algorithmMissing: (algorithm, offered) =>
    `o certificado escolhido não assina com ${algorithm}; pode com: ${offered}.`,
  missing: {
    noSignature: 'O arquivo não tem nenhuma assinatura.',
    timeStamp: (tries) => `Falta o carimbo do tempo: ${tries === '' ? 'nenhuma autoridade foi indicada' : tries}.`,
    chain: (name) => `Falta a cadeia de certificados de «${name}».`,
    revocation: (name, tries) =>
      `Falta saber se o certificado de «${name}» foi revogado${tries === '' ? '' : `: ${tries}`}.`,
    brokenSignature: (field, detail) => `A assinatura «${field}» não se sustenta e nada é prolongado (${detail}).`,
  },
  revoked: (name, when) => `Atenção: o certificado de «${name}» está revogado desde ${when}.`,
};

import type { CommandWords } from './command-words.ts';
import type { DraftsCommandName, DraftsWords } from './drafts-words.ts';

const office = { config: 'Configuração do escritório (JSON).', 'store-key-file': 'Arquivo com a chave do armazém.' };
const draft = 'Identificador da minuta, como `drafts list` o mostra.';
const signer = 'Quem assina (identificador da pessoa). Repetida: assinam nesta ordem.';

export const draftsCommandsPt: Readonly<Record<DraftsCommandName, CommandWords>> = {
  'drafts list': {
    summary: 'mostra as minutas da unidade',
    usage: '--config ARQUIVO --store-key-file ARQUIVO [--search TEXTO] [--archived] [--shelf mine|toReview|returned]',
    about: ['As que mudaram por último vêm primeiro.'],
    options: {
      ...office,
      search: 'Palavras do título, do tipo, do autor ou do processo.',
      archived: 'As arquivadas.',
      shelf: 'mine (minhas), toReview (a conferir), returned (devolvidas) ou all.',
    },
    examples: ['fojas drafts list --config unidade.json --store-key-file armazem.key'],
  },
  'drafts models': {
    summary: 'mostra os modelos de atos, suas partes obrigatórias e em que se apoiam',
    usage: '--config ARQUIVO --store-key-file ARQUIVO',
    about: ['O que ninguém verificou num texto oficial aparece como «não verificado».'],
    options: { ...office },
    examples: ['fojas drafts models --config unidade.json --store-key-file armazem.key'],
  },
  'drafts begin': {
    summary: 'começa uma minuta a partir de um modelo',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --case NÚMERO --model PERFIL/MODELO',
    about: ['Preenche o que se sabe do processo, da unidade e da pessoa. Escreve o identificador da minuta.'],
    options: { ...office, case: 'Número do processo.', model: 'Modelo, como `drafts models` o mostra.' },
    examples: [
      'fojas drafts begin --config unidade.json --store-key-file armazem.key --case 97-00-000418-26 --model buenos-aires-mp/oficio',
    ],
  },
  'drafts show': {
    summary: 'mostra uma minuta e o que lhe falta',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --draft ID',
    about: ['Sai com 1 se faltam partes obrigatórias ou há espaços por preencher.'],
    options: { ...office, draft },
    examples: [
      'fojas drafts show --config unidade.json --store-key-file armazem.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93',
    ],
  },
  'drafts write': {
    summary: 'acrescenta a uma minuta o texto de arquivos .docx ou de texto',
    usage: 'ARQUIVO... --config ARQUIVO --store-key-file ARQUIVO --draft ID [--part PARTE]',
    about: [
      'Sem --part vai para o fim. Com ela, toma o lugar do que há nessa parte do modelo. Os textos anteriores ficam no histórico.',
    ],
    options: { ...office, draft, part: 'Parte do modelo (por exemplo, hechos).' },
    examples: [
      'fojas drafts write fatos.docx --config unidade.json --store-key-file armazem.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93 --part hechos',
    ],
  },
  'drafts sheet': {
    summary: 'compõe as folhas de uma minuta, sem assiná-las',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --draft ID [--signer PESSOA]... --out ARQUIVO',
    about: ['São os mesmos bytes que iriam à assinatura.'],
    options: { ...office, draft, signer, out: 'Arquivo PDF novo; não se substitui um que exista.' },
    examples: [
      'fojas drafts sheet --config unidade.json --store-key-file armazem.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93 --out ato.pdf',
    ],
  },
  'drafts propose': {
    summary: 'encaminha uma minuta à assinatura',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --draft ID [--signer PESSOA]... [--vouch]',
    about: ['É recusada, com o que falta, se o modelo pede algo que não está.'],
    options: { ...office, draft, signer, vouch: 'Deixa um visto seu sobre esses bytes.' },
    examples: [
      'fojas drafts propose --config unidade.json --store-key-file armazem.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93 --signer oquiros',
    ],
  },
  'drafts ask': {
    summary: 'envia uma minuta para conferência',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --draft ID',
    about: ['É recusada, com o que falta, se o modelo pede algo que não está.'],
    options: { ...office, draft },
    examples: [
      'fojas drafts ask --config unidade.json --store-key-file armazem.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93',
    ],
  },
  'drafts recall': {
    summary: 'retira da revisão um rascunho que você enviou',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --draft ID',
    about: ['O que um colega já respondeu fica respondido.'],
    options: { ...office, draft },
    examples: [
      'fojas drafts recall --config unidade.json --store-key-file armazem.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93',
    ],
  },
  'drafts review': {
    summary: 'mostra uma minuta para conferência, com suas observações',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --draft ID',
    about: [
      'Cada parágrafo vem com seu nome entre colchetes. Se já o havia lido, + é novo, ~ mudou e - não existe mais.',
    ],
    options: { ...office, draft },
    examples: [
      'fojas drafts review --config unidade.json --store-key-file armazem.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93',
    ],
  },
  'drafts return': {
    summary: 'devolve uma minuta com uma observação',
    usage:
      '--config ARQUIVO --store-key-file ARQUIVO --draft ID --remark TEXTO [--paragraph PARÁGRAFO] [--words PALAVRAS]',
    about: ['Sem --paragraph, a observação é do texto todo.'],
    options: {
      ...office,
      draft,
      remark: 'O que deve ser corrigido.',
      paragraph: 'Parágrafo, como mostrado por `drafts review`.',
      words: 'Palavras do parágrafo a que se refere.',
    },
    examples: [
      'fojas drafts return --config unidade.json --store-key-file armazem.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93 --remark "…" --paragraph p1',
    ],
  },
  'drafts resolve': {
    summary: 'marca uma observação como resolvida',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --draft ID --remark ID',
    about: ['Ela fica no histórico da minuta.'],
    options: { ...office, draft, remark: 'Observação, como mostrada por `drafts review`.' },
    examples: [
      'fojas drafts resolve --config unidade.json --store-key-file armazem.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93 --remark r-1',
    ],
  },
};

export const draftsPt: DraftsWords = {
  place: (place, beside) =>
    [place === 'sent' ? 'enviada' : 'guardada aqui', ...(beside > 0 ? [`${beside} textos ao lado`] : [])].join(', '),
  count: (total) => (total === 1 ? '1 minuta.' : `${total} minutas.`),
  unverified: 'não verificado',
  noCase: (caseNumber) => `não há nesta unidade um processo com o número ${caseNumber}.`,
  noPart: (part) => `a minuta não tem a parte «${part}».`,
  lacksPart: (name) => `Falta: ${name}`,
  blank: (label) => `Por preencher: ${label}`,
  written: (files) => (files === 1 ? '1 arquivo escrito.' : `${files} arquivos escritos.`),
  proposed: (title, actId) => `À assinatura: ${title} (${actId}).`,
  openRemarks: (n) => (n === 1 ? 'Leva 1 observação não resolvida.' : `Leva ${n} observações não resolvidas.`),
  noParagraph: (id) => `a minuta não tem o parágrafo “${id}”.`,
  noWords: (words) => `o parágrafo não tem as palavras “${words}”.`,
  review: (state, by) =>
    ({
      draft: 'Não está em conferência.',
      inReview: `Em conferência: enviada por ${by ?? ''}.`,
      returned: 'Devolvida com observações.',
      toSign: 'Enviada à assinatura.',
    })[state],
  remark: (id, paragraph, by, text, resolved) =>
    `${resolved === null ? '•' : '✓'} ${id} [${paragraph ?? 'texto todo'}] ${by}: ${text}${resolved === null ? '' : ` (resolvida por ${resolved})`}`,
};

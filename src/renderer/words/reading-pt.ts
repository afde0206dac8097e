import type { readingEn } from './reading-en.ts';

export const readingPt: typeof readingEn = {
  'command.find': 'Buscar em processos, atos e peças',
  'command.findInPaper': 'Buscar dentro do documento',
  'command.goToPage': 'Ir para uma folha',
  'work.find': 'Busca',
  'find.title': 'Busca',
  'find.note':
    'Nos textos que estão neste PC: atos, peças, minutas, autuações e partes. "Entre aspas", tal como está; com - na frente, que não esteja.',
  'find.label': 'Palavras buscadas',
  'find.kinds': 'Onde',
  'find.kind.act': 'Atos',
  'find.kind.piece': 'Peças',
  'find.kind.draft': 'Minutas',
  'find.kind.case': 'Processos',
  'find.here': 'Só em {number}',
  'find.results': 'O que foi encontrado',
  'find.count': { one: '{n} achado', other: '{n} achados' },
  'find.none': 'Nada do que está neste PC tem essas palavras.',
  'find.hint': 'Digite uma ou mais palavras. Enter abre o que está escolhido, na folha em que aparece.',
  'find.busy': 'Buscando, aguarde…',
  'find.more': { one: 'Ver mais {n}', other: 'Ver mais {n}' },
  'find.page': 'folha {page}',
  'find.pages': { one: 'em {n} folha', other: 'em {n} folhas' },
  'find.byHeading': 'pelo título ou pelo processo',
  'find.waiting': { one: 'Falta ler {n} arquivo.', other: 'Falta ler {n} arquivos.' },
  'find.elsewhere': {
    one: '{n} documento não está neste PC: encontra-se só pelo título.',
    other: '{n} documentos não estão neste PC: encontram-se só pelo título.',
  },
  'find.silent': {
    one: '{n} documento não tem texto legível (imagem ou cifrado): encontra-se só pelo título.',
    other: '{n} documentos não têm texto legível (imagens ou cifrados): encontram-se só pelo título.',
  },

  'inPaper.label': 'Buscar neste documento',
  'inPaper.next': 'Próxima',
  'inPaper.previous': 'Anterior',
  'inPaper.close': 'Fechar a busca',
  'inPaper.at': '{at} de {total}',
  'inPaper.none': 'não está aqui',
  'inPaper.reading': 'lendo a folha {page} de {pages}…',
};

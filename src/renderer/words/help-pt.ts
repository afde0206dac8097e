import type { helpEs } from './help-es.ts';

export const helpPt: { readonly [K in keyof typeof helpEs]: string } = {
  'command.menu': 'Menu',
  'menu.title': 'Menu',
  'menu.here': 'Nesta tela',
  'menu.act': 'Ato',
  'menu.list': 'Lista',
  'menu.go': 'Ir para',
  'menu.case': 'Processo',
  'menu.paper': 'Documento',
  'menu.office': 'Unidade e linha',
  'menu.token': 'Token e lotes',
  'menu.view': 'Exibir',
  'menu.help': 'Ajuda',
  'help.title': 'Ajuda: {place}',
  'help.keys':
    'Todas as teclas, por menu. F1 em qualquer tela mostra primeiro a ajuda dessa tela; Esc volta para onde você estava.',
  'help.paper':
    'À esquerda, a lista; aqui, o ato escolhido, tal como será assinado ou como foi. No pé está a decisão: assinar, devolver, ver o processo. Um ato conta como lido quando sua primeira folha foi desenhada. Ctrl+Shift+G leva a uma folha ou a um ato do processo pelo seu número, com linha ou sem ela. Nada é assinado sem passar pela tela de assinatura e pelo PIN.',
  'help.find':
    'Busca em tudo o que está neste PC, com ou sem linha: atos, peças, minutas, autuações e partes. Cada palavra tem de estar, inteira ou como começo. O que você não pode ver não aparece nem é contado. No pé se diz quanto falta ler e o que não tem texto. Seta para baixo passa aos resultados; Enter abre o ato na folha, com as palavras marcadas.',
  'help.cases':
    'Os processos da unidade e a série da unidade. Abre-se um com ou sem linha: sai com número provisório, e o repositório lhe dá depois o definitivo; ficam os dois. Dentro do processo se juntam peças com seu resumo e se imprime o comprovante para quem veio. Alt+Shift+C guarda o processo inteiro em um só PDF, com capa, índice e folhas.',
  'help.agenda':
    'As audiências da unidade, de hoje, de amanhã, de sete dias ou todas as que vêm, conforme foram marcadas em cada processo (Alt+Shift+H, com o processo em mãos). A data é compartilhada com os outros postos; se ainda não foi enviada, ou se é só deste PC, isso é dito. De cada processo vê-se quantos documentos dos seus atos estão neste PC: os de uma audiência próxima chegam primeiro desde um dia e meio antes. Enter abre o processo; F9 imprime a lista.',
  'help.people':
    'Como este computador está inscrito no repositório e que permissões valem nele: até quando, e até quando sem linha. Inscreve-se com o token, com um código de uso único ou com o usuário institucional. A TI vê aqui as pessoas e os seus computadores; a auditoria, quem leu o quê. A secretaria e a TI veem que calendário judicial vigora, desde quando e quem o publicou, e publicam o próximo a partir de um arquivo.',
  'help.seat':
    'As unidades e funções que lhe foram atribuídas. Ao trocar, o que falta enviar fica guardado e continua sendo enviado.',
  'help.notes':
    'O que se anota de um ato sem alterá-lo: um visto, uma retirada, uma notificação, uma reserva. Cada anotação diz quem e quando, e não se apaga.',
  'help.home':
    'A cópia do que só existe neste PC: onde está, de quando é, se pode ser lida. Daqui também se leva a fila em um pendrive quando não há linha, e se traz a resposta; e se encaminha a remessa de outra unidade que não a tem.',
  'help.signing':
    'O que será assinado, com qual certificado, em que qualidade e quantas vezes se pedirá o PIN. O PIN é digitado em uma janela à parte e usado uma única vez. Se o token for retirado, o que foi assinado fica guardado: conecte-o de novo e siga com F9. Um lote pode ser pausado, ou parado depois do ato em curso.',
  'help.settings':
    'Idioma, cores, altura das linhas e o que sua instituição deixou a cada pessoa. O que a instituição fixou aparece com cadeado. Ctrl+Shift+L bloqueia o posto; ele se abre com seu token ou sua frase de acesso.',
  'help.token':
    'Os tokens e leitores vistos, seus certificados e quando vencem. O diagnóstico diz o que falta e o que fazer. O PIN se troca ou se desbloqueia daqui; cada tentativa é decisão sua: o programa nunca tenta duas vezes.',
  'help.report':
    'O que diz cada assinatura deste ato, em palavras: se vale, de quem é, quando foi feita e até quando pode ser provada. Tudo se comprova aqui mesmo, contra os bytes guardados.',
  'help.health':
    'Quais assinaturas do processo podem ser provadas até quando, primeiro as que vencem antes, e uma ação para renovar todas.',
  'help.line':
    'O que espera a linha: o que sai, o que chega, o que foi posto de lado e por quê. Nada se perde por um corte. Os cortes ficam anotados: com eles se redige a ata de contingência.',
  'help.verify': 'Comprova qualquer arquivo assinado. Nada dele é guardado nem enviado.',
  'help.drafts':
    'Os textos da unidade. Começa-se de um modelo; ao lado se vê o que falta. Guarda-se sozinho a cada poucos segundos e nenhum texto se perde: se duas pessoas escreveram sem linha, os dois textos ficam lado a lado. Passar à assinatura congela exatamente o que se vê.',
};

import type { Locale } from '../../contract/config.ts';
import type { CommandWords } from './command-words.ts';
import type { UpdateCommandName } from './update-words.ts';

export const updateCommands: Readonly<Record<Locale, Readonly<Record<UpdateCommandName, CommandWords>>>> = {
  'es-AR': {
    'update share': {
      summary: 'da a las otras PC de la oficina las versiones que esta bajó',
      usage: '--config ARCHIVO [--port PUERTO]',
      about: [
        'Sirve lo bajado hasta que se la corta. Las otras la nombran primera entre sus `updates.sources`, y comprueban todo por sí mismas. La ventana lo hace sola donde `updates.sharePort` lo dice.',
      ],
      options: {
        config: 'Configuración de la oficina (JSON); de ella sale `updates`.',
        port: 'Puerto; si no se indica, `updates.sharePort`, o uno libre.',
      },
      examples: ['fojas update share --config oficina.json'],
    },
    'update status': {
      summary: 'muestra qué versión hay, cuál espera y qué la posterga',
      usage: '--config ARCHIVO',
      about: ['Sin línea: muestra lo que se supo la última vez.'],
      options: {
        config: 'Configuración de la oficina (JSON); de ella sale `updates`.',
        from: 'Carpeta o dirección de las versiones, en lugar de las de la configuración.',
      },
      examples: ['fojas update status --config oficina.json'],
    },
    'update check': {
      summary: 'busca una versión nueva, la baja y la comprueba',
      usage: '--config ARCHIVO [--from CARPETA|DIRECCIÓN]',
      about: [
        'Comprueba las firmas de los responsables, baja lo que falte respetando el tope de la línea y no instala nada.',
      ],
      options: {
        config: 'Configuración de la oficina (JSON); de ella sale `updates`.',
        from: 'Carpeta (un pendrive) o dirección de las versiones, en lugar de las de la configuración.',
      },
      examples: [
        'fojas update check --config oficina.json',
        'fojas update check --config oficina.json --from /media/pendrive/fojas',
      ],
    },
    'update apply': {
      summary: 'instala la versión que espera',
      usage: '--config ARCHIVO',
      about: [
        'Vuelve a comprobar todo desde el principio, guarda la versión de ahora y copia el diario. Con el programa abierto no instala nada. Si la versión nueva no pasa su prueba, vuelve sola la anterior.',
      ],
      options: {
        config: 'Configuración de la oficina (JSON); de ella sale `updates`.',
        from: 'Carpeta o dirección de las versiones, en lugar de las de la configuración.',
      },
      examples: ['fojas update apply --config oficina.json'],
    },
  },
  en: {
    'update share': {
      summary: 'hands the versions that this computer fetched to the others of its office',
      usage: '--config FILE [--port PORT]',
      about: [
        'Serves what was fetched until it is cut off. The others name it first among their `updates.sources`, and verify everything for themselves. The window does so by itself where `updates.sharePort` says it.',
      ],
      options: {
        config: 'The office’s configuration (JSON); `updates` is read from it.',
        port: 'Port; if not given, `updates.sharePort`, or a free one.',
      },
      examples: ['fojas update share --config office.json'],
    },
    'update status': {
      summary: 'shows which version there is, which one waits and what puts it off',
      usage: '--config FILE',
      about: ['Without a line: shows what was known the last time.'],
      options: {
        config: 'The office’s configuration (JSON); `updates` is read from it.',
        from: 'Folder or address of versions, instead of those of the configuration.',
      },
      examples: ['fojas update status --config office.json'],
    },
    'update check': {
      summary: 'looks for a new version, fetches and verifies it',
      usage: '--config FILE [--from FOLDER|ADDRESS]',
      about: [
        'Verifies the signatures of those responsible, fetches what is missing under the line’s cap, and installs nothing.',
      ],
      options: {
        config: 'The office’s configuration (JSON); `updates` is read from it.',
        from: 'Folder (a stick) or address of versions, instead of those of the configuration.',
      },
      examples: [
        'fojas update check --config office.json',
        'fojas update check --config office.json --from /media/stick/fojas',
      ],
    },
    'update apply': {
      summary: 'installs the version that waits',
      usage: '--config FILE',
      about: [
        'Verifies everything again from the beginning, keeps the present version and copies the journal. Installs nothing while the program is open. If the new version does not pass its test, the one before comes back by itself.',
      ],
      options: {
        config: 'The office’s configuration (JSON); `updates` is read from it.',
        from: 'Folder or address of versions, instead of those of the configuration.',
      },
      examples: ['fojas update apply --config office.json'],
    },
  },
  'pt-BR': {
    'update share': {
      summary: 'dá aos outros computadores do escritório as versões que este baixou',
      usage: '--config ARQUIVO [--port PORTA]',
      about: [
        'Serve o baixado até que se corte. Os outros o nomeiam primeiro entre seus `updates.sources`, e conferem tudo por si mesmos. A janela o faz sozinha onde `updates.sharePort` o diz.',
      ],
      options: {
        config: 'Configuração do escritório (JSON); dela sai `updates`.',
        port: 'Porta; se não se indica, `updates.sharePort`, ou uma livre.',
      },
      examples: ['fojas update share --config escritorio.json'],
    },
    'update status': {
      summary: 'mostra qual é a versão, qual está à espera e o que a adia',
      usage: '--config ARQUIVO',
      about: ['Sem linha: mostra o que se soube da última vez.'],
      options: {
        config: 'Configuração do escritório (JSON); dela sai `updates`.',
        from: 'Pasta ou endereço das versões, em lugar dos da configuração.',
      },
      examples: ['fojas update status --config escritorio.json'],
    },
    'update check': {
      summary: 'procura uma versão nova, baixa e confere',
      usage: '--config ARQUIVO [--from PASTA|ENDEREÇO]',
      about: [
        'Confere as assinaturas dos responsáveis, baixa o que falta respeitando o limite da linha e não instala nada.',
      ],
      options: {
        config: 'Configuração do escritório (JSON); dela sai `updates`.',
        from: 'Pasta (um pendrive) ou endereço das versões, em lugar dos da configuração.',
      },
      examples: [
        'fojas update check --config escritorio.json',
        'fojas update check --config escritorio.json --from /media/pendrive/fojas',
      ],
    },
    'update apply': {
      summary: 'instala a versão que está à espera',
      usage: '--config ARQUIVO',
      about: [
        'Confere tudo de novo desde o princípio, guarda a versão de agora e copia o diário. Com o programa aberto não instala nada. Se a versão nova não passar no próprio teste, a anterior volta sozinha.',
      ],
      options: {
        config: 'Configuração do escritório (JSON); dela sai `updates`.',
        from: 'Pasta ou endereço das versões, em lugar dos da configuração.',
      },
      examples: ['fojas update apply --config escritorio.json'],
    },
  },
};

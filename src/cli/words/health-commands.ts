import type { Locale } from '../../contract/config.ts';
import type { CommandWords } from './command-words.ts';
import type { HealthCommandName } from './health-words.ts';

export const healthCommands: Readonly<Record<Locale, Readonly<Record<HealthCommandName, CommandWords>>>> = {
  'es-AR': {
    health: {
      summary: 'dice si el puesto está bien, para una persona o para las herramientas de sistemas',
      usage: '--config ARCHIVO --store-key-file ARCHIVO',
      about: ['Responde 0 si todo está bien y 1 si alguien tiene que mirar algo. No lleva nada de ningún expediente.'],
      options: { config: 'Configuración de la oficina (JSON).', 'store-key-file': 'Archivo con la clave del almacén.' },
      examples: ['fojas health --config oficina.json --store-key-file almacen.key --json'],
    },
    diagnostics: {
      summary: 'muestra o guarda el paquete de diagnóstico para quien ayuda a distancia',
      usage: '[--config ARCHIVO --store-key-file ARCHIVO] [--save ARCHIVO]',
      about: [
        'Versiones, política, configuración sin nombres ni claves, estado, integridad de los datos, revisión y las últimas líneas del diario del programa. Nada de ningún expediente ni de ninguna persona; nada se envía solo.',
      ],
      options: {
        config: 'Configuración de la oficina, para incluir su estado.',
        'store-key-file': 'Archivo con la clave del almacén.',
        'user-data': 'Carpeta propia del programa, si no es la habitual.',
        program: 'Carpeta del programa, si se descomprimió de un .zip o no está en su lugar habitual.',
        save: 'Escribe el paquete en este archivo, que no debe existir. Sin esta opción, lo muestra.',
      },
      examples: [
        'fojas diagnostics',
        'fojas diagnostics --config oficina.json --store-key-file almacen.key --save paquete.json',
      ],
    },
    'repository fleet': {
      summary: 'lista los puestos por oficina y anillo, primero los que necesitan atención',
      usage:
        '--status DIRECCIÓN | --dir CARPETA [--register DIRECCIÓN] [--office OFICINA] [--ring ANILLO] [--not-seen DÍAS] [--csv]',
      about: [
        'Lo que cada puesto dijo de sí en su último contacto: versión, controladores, vencimiento del certificado, cola, última prueba. Al repositorio en marcha se le pregunta por su puerta de estado; parado, se lee su carpeta. Responde 1 si algún puesto necesita atención.',
      ],
      options: {
        status: 'Dirección de la puerta de estado del repositorio (`--status-port` de «repository serve»).',
        dir: 'Carpeta del repositorio, si no está en marcha o su registro está en un servidor.',
        register: 'Dirección del registro (postgres://…), si no está en la carpeta.',
        office: 'Solo los de esta oficina.',
        ring: 'Solo los de este anillo.',
        'not-seen': 'Días sin noticias que piden atención (7 si no se dice).',
        csv: 'Una línea por puesto, para una planilla.',
      },
      examples: [
        'fojas repository fleet --status http://127.0.0.1:7441',
        'fojas repository fleet --dir /srv/fojas --ring piloto --csv',
      ],
    },
  },
  en: {
    health: {
      summary: 'says whether the desk is well, for a person or for IT’s tools',
      usage: '--config FILE --store-key-file FILE',
      about: ['Answers 0 when all is well and 1 when somebody should look. There is nothing of any case in it.'],
      options: { config: 'The office’s configuration (JSON).', 'store-key-file': 'File with the key of the store.' },
      examples: ['fojas health --config office.json --store-key-file store.key --json'],
    },
    diagnostics: {
      summary: 'shows or saves the diagnostics bundle for whoever helps from afar',
      usage: '[--config FILE --store-key-file FILE] [--save FILE]',
      about: [
        'Versions, policy, configuration without names or keys, health, integrity of the data, findings and the last lines of the program’s diary. Nothing of any case or person; nothing is sent by itself.',
      ],
      options: {
        config: 'The office’s configuration, to include how it is.',
        'store-key-file': 'File with the key of the store.',
        'user-data': 'The program’s own folder, if it is not the usual one.',
        program: 'The program’s folder, where it was unpacked from a .zip or lies in another place.',
        save: 'Writes the bundle to this file, which must not exist. Without it, shows it.',
      },
      examples: [
        'fojas diagnostics',
        'fojas diagnostics --config office.json --store-key-file store.key --save bundle.json',
      ],
    },
    'repository fleet': {
      summary: 'lists desks by office and ring, those that need a hand first',
      usage:
        '--status ADDRESS | --dir FOLDER [--register ADDRESS] [--office OFFICE] [--ring RING] [--not-seen DAYS] [--csv]',
      about: [
        'What each desk said of itself at its last contact: version, drivers, end of the certificate, queue, last test. A running repository is asked at its status port; of one at rest, the folder is read. Answers 1 when a desk needs a hand.',
      ],
      options: {
        status: 'Address of the repository’s status port (`--status-port` of “repository serve”).',
        dir: 'The repository’s folder, where it does not run or its register is on a server.',
        register: 'Address of the register (postgres://…), where it is not in the folder.',
        office: 'Only those of this office.',
        ring: 'Only those of this ring.',
        'not-seen': 'Days without a word that ask for a hand (7 if not said).',
        csv: 'One line a desk, for a spreadsheet.',
      },
      examples: [
        'fojas repository fleet --status http://127.0.0.1:7441',
        'fojas repository fleet --dir /srv/fojas --ring pilot --csv',
      ],
    },
  },
  'pt-BR': {
    health: {
      summary: 'diz se o posto está bem, para uma pessoa ou para as ferramentas da informática',
      usage: '--config ARQUIVO --store-key-file ARQUIVO',
      about: ['Responde 0 se tudo está bem e 1 se alguém deve olhar algo. Não leva nada de nenhum processo.'],
      options: { config: 'Configuração do escritório (JSON).', 'store-key-file': 'Arquivo com a chave do armazém.' },
      examples: ['fojas health --config escritorio.json --store-key-file armazem.key --json'],
    },
    diagnostics: {
      summary: 'mostra ou guarda o pacote de diagnóstico para quem ajuda à distância',
      usage: '[--config ARQUIVO --store-key-file ARQUIVO] [--save ARQUIVO]',
      about: [
        'Versões, política, configuração sem nomes nem chaves, estado, integridade dos dados, revisão e as últimas linhas do diário do programa. Nada de nenhum processo nem de nenhuma pessoa; nada é enviado sozinho.',
      ],
      options: {
        config: 'Configuração do escritório, para incluir seu estado.',
        'store-key-file': 'Arquivo com a chave do armazém.',
        'user-data': 'Pasta própria do programa, se não for a habitual.',
        program: 'Pasta do programa, se foi descomprimido de um .zip ou não está no lugar habitual.',
        save: 'Escreve o pacote neste arquivo, que não deve existir. Sem esta opção, mostra-o.',
      },
      examples: [
        'fojas diagnostics',
        'fojas diagnostics --config escritorio.json --store-key-file armazem.key --save pacote.json',
      ],
    },
    'repository fleet': {
      summary: 'lista os postos por escritório e anel, primeiro os que precisam de atenção',
      usage:
        '--status ENDEREÇO | --dir PASTA [--register ENDEREÇO] [--office ESCRITÓRIO] [--ring ANEL] [--not-seen DIAS] [--csv]',
      about: [
        'O que cada posto disse de si em seu último contato: versão, controladores, vencimento do certificado, fila, último teste. Ao repositório em funcionamento pergunta-se pela porta de estado; parado, lê-se sua pasta. Responde 1 se algum posto precisa de atenção.',
      ],
      options: {
        status: 'Endereço da porta de estado do repositório (`--status-port` de “repository serve”).',
        dir: 'Pasta do repositório, se não está em funcionamento ou seu registro está em um servidor.',
        register: 'Endereço do registro (postgres://…), se não está na pasta.',
        office: 'Só os deste escritório.',
        ring: 'Só os deste anel.',
        'not-seen': 'Dias sem notícias que pedem atenção (7 se não for dito).',
        csv: 'Uma linha por posto, para uma planilha.',
      },
      examples: [
        'fojas repository fleet --status http://127.0.0.1:7441',
        'fojas repository fleet --dir /srv/fojas --ring piloto --csv',
      ],
    },
  },
};

import type { Locale } from '../../contract/config.ts';
import type { CommandWords } from './command-words.ts';

export type TemplatesCommandName = 'repository templates publish' | 'repository templates show';

/** Models of acts that an institution publishes. */
export interface TemplatesWords {
  readonly published: (id: string, version: number) => string;
  readonly overtaken: (version: number) => string;
  readonly profile: (id: string, name: string, models: number) => string;
  readonly since: (version: number, at: string, by: string) => string;
  readonly ofProgram: string;
  readonly oneFile: string;
  readonly badFile: (file: string, where: string) => string;
  readonly unknown: (id: string) => string;
}

const publishExample = ['fojas repository templates publish modelos.json --dir /srv/fojas'];
const showExample = ['fojas repository templates show --profile faltas --dir /srv/fojas > modelos.json'];

export const templatesCommands: Readonly<Record<Locale, Readonly<Record<TemplatesCommandName, CommandWords>>>> = {
  'es-AR': {
    'repository templates publish': {
      summary: 'publica los modelos de actos de una institución',
      usage: 'PERFIL.json [--after VERSIÓN] (--dir CARPETA | --config ARCHIVO --store-key-file ARCHIVO)',
      about: [
        'Un perfil de modelos (docs/models.md): los de una jurisdicción, o los propios. Se suma a los del programa o reemplaza al del mismo nombre; los equipos de las oficinas que lo nombran lo toman en su próximo contacto y lo conservan sin línea.',
        'Lo publica quien cuida todas las oficinas.',
      ],
      options: {
        dir: 'Carpeta del repositorio (donde no está funcionando).',
        register: 'Dirección de PostgreSQL, si el registro está ahí.',
        config: 'Configuración de un equipo (JSON): la orden va por la línea.',
        'store-key-file': 'Archivo con la clave de ese equipo.',
        after: 'Versión que reemplaza; si ya no es la vigente, no se cambia nada. Si falta, la que esté vigente.',
      },
      examples: publishExample,
    },
    'repository templates show': {
      summary: 'muestra qué perfiles de modelos hay, o uno entero para empezar el que sigue',
      usage: '[--profile ID] (--dir CARPETA | --config ARCHIVO --store-key-file ARCHIVO)',
      about: ['Desde un equipo, los que se conocen en él, también sin línea.'],
      options: {
        dir: 'Carpeta del repositorio (donde no está funcionando).',
        register: 'Dirección de PostgreSQL, si el registro está ahí.',
        config: 'Configuración de un equipo (JSON): la orden va por la línea.',
        'store-key-file': 'Archivo con la clave de ese equipo.',
        profile: 'El perfil que se quiere entero, como archivo JSON.',
      },
      examples: showExample,
    },
  },
  en: {
    'repository templates publish': {
      summary: 'publishes an institution’s models of acts',
      usage: 'PROFILE.json [--after VERSION] (--dir FOLDER | --config FILE --store-key-file FILE)',
      about: [
        'A profile of models (docs/models.md): those of a jurisdiction, or its own. It stands beside those of the program or in the place of the one of the same id; desks of offices that name it take it with their next contact and keep it without a line.',
        'It is published by who looks after all offices.',
      ],
      options: {
        dir: 'The repository’s folder (where it is not running).',
        register: 'Address of PostgreSQL, if the register is there.',
        config: 'Configuration of a desk (JSON): the order goes over the line.',
        'store-key-file': 'File with the key of that desk.',
        after:
          'The version that it takes the place of; where another is in force, nothing is changed. Without it, whichever is.',
      },
      examples: publishExample,
    },
    'repository templates show': {
      summary: 'shows which profiles of models there are, or one whole to begin the next from',
      usage: '[--profile ID] (--dir FOLDER | --config FILE --store-key-file FILE)',
      about: ['From a desk, those that are known there, without a line too.'],
      options: {
        dir: 'The repository’s folder (where it is not running).',
        register: 'Address of PostgreSQL, if the register is there.',
        config: 'Configuration of a desk (JSON): the order goes over the line.',
        'store-key-file': 'File with the key of that desk.',
        profile: 'The profile that is wanted whole, as a file of JSON.',
      },
      examples: showExample,
    },
  },
  'pt-BR': {
    'repository templates publish': {
      summary: 'publica os modelos de atos de uma instituição',
      usage: 'PERFIL.json [--after VERSÃO] (--dir PASTA | --config ARQUIVO --store-key-file ARQUIVO)',
      about: [
        'Um perfil de modelos (docs/models.md): os de uma jurisdição, ou os próprios. Soma-se aos do programa ou substitui o do mesmo nome; os equipamentos das unidades que o nomeiam o recebem no próximo contato e o conservam sem linha.',
        'É publicado por quem cuida de todas as unidades.',
      ],
      options: {
        dir: 'Pasta do repositório (onde não está em funcionamento).',
        register: 'Endereço do PostgreSQL, se o registro está lá.',
        config: 'Configuração de um equipamento (JSON): a ordem vai pela linha.',
        'store-key-file': 'Arquivo com a chave desse equipamento.',
        after: 'Versão que substitui; se já não for a vigente, nada muda. Se faltar, a que estiver vigente.',
      },
      examples: publishExample,
    },
    'repository templates show': {
      summary: 'mostra que perfis de modelos há, ou um inteiro para começar o seguinte',
      usage: '[--profile ID] (--dir PASTA | --config ARQUIVO --store-key-file ARQUIVO)',
      about: ['De um equipamento, os que nele se conhecem, também sem linha.'],
      options: {
        dir: 'Pasta do repositório (onde não está em funcionamento).',
        register: 'Endereço do PostgreSQL, se o registro está lá.',
        config: 'Configuração de um equipamento (JSON): a ordem vai pela linha.',
        'store-key-file': 'Arquivo com a chave desse equipamento.',
        profile: 'O perfil que se quer inteiro, como arquivo JSON.',
      },
      examples: showExample,
    },
  },
};

export const templatesWords: Readonly<Record<Locale, TemplatesWords>> = {
  'es-AR': {
    published: (id, version) => `Publicado: ${id}, versión ${version}.`,
    overtaken: (version) =>
      version === 0
        ? 'todavía no hay ninguno publicado: no se cambió nada'
        : `rige la versión ${version}: no se cambió nada; mírela y vuelva a publicar`,
    profile: (id, name, models) => `${id}: ${name} (${models === 1 ? '1 modelo' : `${models} modelos`})`,
    since: (version, at, by) => `versión ${version}, desde el ${at}, publicado por ${by}`,
    ofProgram: 'viene con el programa',
    oneFile: 'diga qué archivo, uno solo',
    badFile: (file, at) => `${file} no es un perfil de modelos (${at})`,
    unknown: (id) => `no hay ningún perfil ${id}: «fojas repository templates show» dice cuáles hay`,
  },
  en: {
    published: (id, version) => `Published: ${id}, version ${version}.`,
    overtaken: (version) =>
      version === 0
        ? 'none was published yet: nothing was changed'
        : `version ${version} is in force: nothing was changed; look at it and publish again`,
    profile: (id, name, models) => `${id}: ${name} (${models === 1 ? '1 model' : `${models} models`})`,
    since: (version, at, by) => `version ${version}, since ${at}, published by ${by}`,
    ofProgram: 'comes with the program',
    oneFile: 'say which file, one alone',
    badFile: (file, at) => `${file} is no profile of models (${at})`,
    unknown: (id) => `there is no profile ${id}: “fojas repository templates show” says which there are`,
  },
  'pt-BR': {
    published: (id, version) => `Publicado: ${id}, versão ${version}.`,
    overtaken: (version) =>
      version === 0
        ? 'ainda não há nenhum publicado: nada mudou'
        : `vigora a versão ${version}: nada mudou; veja-a e publique de novo`,
    profile: (id, name, models) => `${id}: ${name} (${models === 1 ? '1 modelo' : `${models} modelos`})`,
    since: (version, at, by) => `versão ${version}, desde ${at}, publicado por ${by}`,
    ofProgram: 'vem com o programa',
    oneFile: 'diga que arquivo, um só',
    badFile: (file, at) => `${file} não é um perfil de modelos (${at})`,
    unknown: (id) => `não há nenhum perfil ${id}: «fojas repository templates show» diz quais há`,
  },
};

import type { Locale } from '../../contract/config.ts';
import type { CommandWords } from './cli-words.ts';
import type { PolicyCommandName } from './policy-words.ts';

export const policyCommands: Readonly<Record<Locale, Readonly<Record<PolicyCommandName, CommandWords>>>> = {
  'es-AR': {
    'policy show': {
      summary: 'muestra qué vale en esta PC y quién lo decidió',
      usage: '[--config ARCHIVO]',
      about: [
        'Lo que dispone la institución (/etc/fojas, el registro de Windows o un perfil de macOS) vale antes que la configuración de la oficina. Lo que no se entiende se dice y no impide nada.',
      ],
      options: { config: 'Configuración de la oficina (JSON); sin ella, solo lo que dispone la institución.' },
      examples: ['fojas policy show', 'fojas policy show --config oficina.json --json'],
    },
    'policy check': {
      summary: 'revisa archivos de disposiciones antes de repartirlos',
      usage: 'ARCHIVO...',
      about: ['Termina en 1 cuando algo no vale. No mira de quién es el archivo: eso importa en /etc/fojas.'],
      options: {},
      examples: ['fojas policy check 10-institucion.json'],
    },
    'policy template': {
      summary: 'escribe las plantillas para sistemas: ADMX, perfil de macOS y un ejemplo JSON',
      usage: '--out CARPETA',
      about: [],
      options: { out: 'Dónde escribirlas; la carpeta no debe existir o debe estar vacía.' },
      examples: ['fojas policy template --out plantillas'],
    },
  },
  en: {
    'policy show': {
      summary: 'shows what holds on this computer, and who decided it',
      usage: '[--config FILE]',
      about: [
        'What the institution decides (/etc/fojas, the registry of Windows or a profile of macOS) holds before the office’s configuration. What nobody understands is told and keeps nobody from working.',
      ],
      options: { config: 'The office’s configuration (JSON); without it, only what the institution decides.' },
      examples: ['fojas policy show', 'fojas policy show --config office.json --json'],
    },
    'policy check': {
      summary: 'looks files of policy over before they are handed out',
      usage: 'FILE...',
      about: ['Ends with 1 when something does not hold. Does not look whose file it is: that counts in /etc/fojas.'],
      options: {},
      examples: ['fojas policy check 10-institucion.json'],
    },
    'policy template': {
      summary: 'writes the templates for IT: ADMX, a profile of macOS and a JSON example',
      usage: '--out FOLDER',
      about: [],
      options: { out: 'Where to write them; the folder must not be there, or be empty.' },
      examples: ['fojas policy template --out plantillas'],
    },
  },
  'pt-BR': {
    'policy show': {
      summary: 'mostra o que vale neste computador e quem o decidiu',
      usage: '[--config ARQUIVO]',
      about: [
        'O que a instituição dispõe (/etc/fojas, o registro do Windows ou um perfil do macOS) vale antes da configuração do escritório. O que não se entende é dito e não impede nada.',
      ],
      options: { config: 'Configuração do escritório (JSON); sem ela, só o que a instituição dispõe.' },
      examples: ['fojas policy show', 'fojas policy show --config escritorio.json --json'],
    },
    'policy check': {
      summary: 'revisa arquivos de disposições antes de reparti-los',
      usage: 'ARQUIVO...',
      about: ['Termina em 1 quando algo não vale. Não olha de quem é o arquivo: isso importa em /etc/fojas.'],
      options: {},
      examples: ['fojas policy check 10-institucion.json'],
    },
    'policy template': {
      summary: 'escreve os modelos para a informática: ADMX, perfil do macOS e um exemplo JSON',
      usage: '--out PASTA',
      about: [],
      options: { out: 'Onde escrevê-los; a pasta não deve existir ou deve estar vazia.' },
      examples: ['fojas policy template --out plantillas'],
    },
  },
};

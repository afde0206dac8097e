import type { Locale } from '../locale.ts';
import type { PolicyLevel, PolicyName, PolicyTrouble } from '../policy.ts';

/** A setting for a person: what it is called, and what it does, in one sentence. */
export interface SettingWords {
  readonly title: string;
  readonly help: string;
}
type Texts = readonly [title: string, help: string];
type Said = Readonly<Record<Locale, Texts>>;
const of = (es: Texts, en: Texts, pt: Texts): Said => ({ 'es-AR': es, en, 'pt-BR': pt });

const settings: Readonly<Record<PolicyName, Said>> = {
  'repository.url': of(
    ['Repositorio', 'Dirección del repositorio central.'],
    ['Repository', 'Address of the central repository.'],
    ['Repositório', 'Endereço do repositório central.'],
  ),
  'repository.publicPage': of(
    ['Página pública de verificación', 'Adónde llevan los códigos QR del papel.'],
    ['Public verification page', 'Where the QR codes on paper lead.'],
    ['Página pública de verificação', 'Aonde levam os códigos QR do papel.'],
  ),
  'repository.keys': of(
    ['Claves del repositorio', 'Solo se cree en cargos firmados con una de estas, escritas NOMBRE=CLAVE.'],
    ['Keys of the repository', 'Only receipts signed with one of these are believed, written NAME=KEY.'],
    ['Chaves do repositório', 'Só se acredita em recibos assinados com uma destas, escritas NOME=CHAVE.'],
  ),
  'trustList.folder': of(
    ['Carpeta de la lista de confianza', 'Dónde deja sistemas las listas firmadas, un archivo por versión.'],
    ['Folder of the trust list', 'Where IT leaves the signed lists, one file a version.'],
    ['Pasta da lista de confiança', 'Onde a informática deixa as listas assinadas, um arquivo por versão.'],
  ),
  'trustList.keys': of(
    ['Claves de la lista de confianza', 'Quiénes firman la lista: claves públicas en base64, sin las líneas de PEM.'],
    ['Keys of the trust list', 'Who signs the list: public keys in base64, without the lines of PEM.'],
    ['Chaves da lista de confiança', 'Quem assina a lista: chaves públicas em base64, sem as linhas do PEM.'],
  ),
  'drivers.libraries': of(
    ['Bibliotecas de tokens', 'Rutas completas de las bibliotecas PKCS#11 que se usan.'],
    ['Token libraries', 'Full paths of the PKCS#11 libraries that are used.'],
    ['Bibliotecas de tokens', 'Caminhos completos das bibliotecas PKCS#11 que se usam.'],
  ),
  'drivers.onlyListed': of(
    ['Solo las bibliotecas indicadas', 'No se buscan otras bibliotecas en esta PC.'],
    ['Only the listed libraries', 'No other libraries are looked for on this computer.'],
    ['Só as bibliotecas indicadas', 'Não se procuram outras bibliotecas neste computador.'],
  ),
  'updates.mode': of(
    ['Quién instala las versiones', '`self`: el programa; `system`: sistemas, con apt, Intune o SCCM.'],
    ['Who installs versions', '`self`: the program; `system`: IT, by apt, Intune or SCCM.'],
    ['Quem instala as versões', '`self`: o programa; `system`: a informática, com apt, Intune ou SCCM.'],
  ),
  'updates.ring': of(
    ['Anillo', 'Grupo de PC que recibe una versión a la vez, como `piloto` o `general`.'],
    ['Ring', 'Group of computers that get a version at the same time, such as `piloto` or `general`.'],
    ['Anel', 'Grupo de computadores que recebem uma versão ao mesmo tempo, como `piloto` ou `general`.'],
  ),
  'updates.sources': of(
    ['De dónde se bajan las versiones', 'Direcciones y carpetas, en orden; en ninguna se confía.'],
    ['Where versions come from', 'Addresses and folders, in order; none is trusted.'],
    ['De onde se baixam as versões', 'Endereços e pastas, em ordem; em nenhum se confia.'],
  ),
  'updates.window': of(
    ['Horario para instalar', 'HH:MM-HH:MM en la hora de esta PC; sin él, cuando nada lo impida.'],
    ['Hours for installing', 'HH:MM-HH:MM by this computer’s clock; without it, whenever nothing stands in the way.'],
    ['Horário para instalar', 'HH:MM-HH:MM na hora deste computador; sem ele, quando nada o impeça.'],
  ),
  'updates.everyHours': of(
    ['Cada cuántas horas se busca', 'Horas entre una búsqueda de versiones y la siguiente.'],
    ['Hours between two looks', 'Hours from one look for versions to the next.'],
    ['De quantas em quantas horas se procura', 'Horas entre uma procura de versões e a seguinte.'],
  ),
  'updates.sharePort': of(
    [
      'Puerto para compartir versiones',
      'Esta PC da a las otras de la oficina lo que bajó; cada una lo comprueba por sí misma.',
    ],
    [
      'Port for sharing versions',
      'This computer hands what it fetched to the others of its office; each verifies it for itself.',
    ],
    [
      'Porta para compartilhar versões',
      'Este computador dá aos outros do escritório o que baixou; cada um o confere por si mesmo.',
    ],
  ),
  'updates.rootFile': of(
    ['Raíz de confianza de las versiones', 'Archivo de la institución, en lugar de la que vino con el programa.'],
    ['Root of trust of versions', 'The organisation’s file, instead of the one that came with the program.'],
    ['Raiz de confiança das versões', 'Arquivo da instituição, em lugar da que veio com o programa.'],
  ),
  'line.proxy': of(
    ['Proxy', '`system`: el del sistema, PAC incluido; `none`: ninguno; o su dirección.'],
    ['Proxy', '`system`: the system’s, PAC included; `none`; or its address.'],
    ['Proxy', '`system`: o do sistema, PAC incluído; `none`: nenhum; ou seu endereço.'],
  ),
  'line.caFile': of(
    ['Autoridades propias para TLS', 'Archivo PEM con autoridades que se agregan a las de siempre.'],
    ['Own authorities for TLS', 'PEM file with authorities beside the usual ones.'],
    ['Autoridades próprias para TLS', 'Arquivo PEM com autoridades que se somam às de sempre.'],
  ),
  'line.capKbps': of(
    ['Tope de la línea', 'Kilobits por segundo que se pueden usar en cada sentido.'],
    ['Cap of the line', 'Kilobits a second that may be used each way.'],
    ['Limite da linha', 'Quilobits por segundo que se podem usar em cada sentido.'],
  ),
  'line.quiet': of(
    ['Topes por horario', 'HH:MM-HH:MM=KBPS, o =none sin tope; vale el primero que corresponda.'],
    ['Caps by the hour', 'HH:MM-HH:MM=KBPS, or =none for no cap; the first that fits holds.'],
    ['Limites por horário', 'HH:MM-HH:MM=KBPS, ou =none sem limite; vale o primeiro que couber.'],
  ),
  'line.keepMegabytes': of(
    ['Espacio para lo descargado', 'Megabytes de archivos descargados que se conservan; 4096 si no se fija.'],
    ['Room for what was fetched', 'Megabytes of fetched files that are kept; 4096 if not set.'],
    ['Espaço para o baixado', 'Megabytes de arquivos baixados que se conservam; 4096 se não se fixa.'],
  ),
  'signing.level': of(
    ['Nivel de las firmas', 'Hasta dónde se elevan después de firmar: B, T, LT o LTA.'],
    ['Level of signatures', 'How far they are raised after signing: B, T, LT or LTA.'],
    ['Nível das assinaturas', 'Até onde se elevam depois de assinar: B, T, LT ou LTA.'],
  ),
  'signing.timestampAuthorities': of(
    ['Autoridades de sello de tiempo', 'Direcciones (RFC 3161), en el orden en que se les pide.'],
    ['Time-stamping authorities', 'Addresses (RFC 3161), in the order they are asked.'],
    ['Autoridades de carimbo do tempo', 'Endereços (RFC 3161), na ordem em que se pedem.'],
  ),
  'signing.issuers': of(
    ['Emisores preferidos', 'Certificadores cuyos certificados se ofrecen primero, por su nombre común.'],
    ['Preferred issuers', 'Issuers whose certificates are offered first, by common name.'],
    ['Emissores preferidos', 'Certificadoras cujos certificados se oferecem primeiro, por seu nome comum.'],
  ),
  'signing.pauseMinutes': of(
    ['Pausa de un lote', 'Minutos que un lote en pausa deja abierto el token.'],
    ['Pause of a batch', 'Minutes that a batch on hold leaves the token open.'],
    ['Pausa de um lote', 'Minutos que um lote em pausa deixa o token aberto.'],
  ),
  'signing.electronic': of(
    [
      'Firma electrónica',
      'Quien no tiene token firma electrónicamente los actos cuyo modelo lo admite (Ley 25.506, art. 5). Nunca reemplaza a la firma digital.',
    ],
    [
      'Electronic signature',
      'People without a token sign electronically the acts whose model allows it (Ley 25.506, art. 5). Never in place of a digital signature.',
    ],
    [
      'Assinatura eletrônica',
      'Quem não tem token assina eletronicamente os atos cujo modelo o admite (Ley 25.506, art. 5). Nunca substitui a assinatura digital.',
    ],
  ),
  'desk.language': of(
    ['Idioma', 'es-AR, en o pt-BR.'],
    ['Language', 'es-AR, en or pt-BR.'],
    ['Idioma', 'es-AR, en ou pt-BR.'],
  ),
  'desk.idleLockMinutes': of(
    ['Bloqueo por inactividad', 'Minutos sin tocar nada hasta que el puesto se bloquea; 0: nunca.'],
    ['Lock when idle', 'Minutes without a touch until the desk locks; 0: never.'],
    ['Bloqueio por inatividade', 'Minutos sem tocar em nada até o posto se bloquear; 0: nunca.'],
  ),
  'copy.folder': of(
    ['Carpeta de la segunda copia', 'Otro disco, un recurso compartido o un pendrive.'],
    ['Folder of the second copy', 'Another disk, a share or a stick.'],
    ['Pasta da segunda cópia', 'Outro disco, um compartilhamento ou um pendrive.'],
  ),
  'copy.repository': of(
    [
      'Segunda copia en el repositorio',
      'El de la oficina o el central la guarda cifrada; solo la clave de recuperación la abre.',
    ],
    [
      'Second copy at the repository',
      'The office’s or the central one keeps it encrypted; only the recovery key opens it.',
    ],
    ['Segunda cópia no repositório', 'O do ofício ou o central a guarda cifrada; só a chave de recuperação a abre.'],
  ),
  'copy.recipients': of(
    ['Claves que abren la segunda copia', 'Destinatarios de age; quien tiene su identidad recupera los datos.'],
    ['Keys that open the second copy', 'Recipients of age; who holds their identity recovers the data.'],
    ['Chaves que abrem a segunda cópia', 'Destinatários de age; quem tem sua identidade recupera os dados.'],
  ),
  'logs.level': of(
    ['Detalle de los registros técnicos', '`info`, `warning` o `error`; nunca contienen datos de causas.'],
    ['Detail of technical logs', '`info`, `warning` or `error`; they never hold data of cases.'],
    ['Detalhe dos registros técnicos', '`info`, `warning` ou `error`; nunca contêm dados de causas.'],
  ),
  'logs.days': of(
    ['Días que se guardan los registros', 'Después se borran solos.'],
    ['Days that logs are kept', 'After that they are deleted by themselves.'],
    ['Dias que se guardam os registros', 'Depois se apagam sozinhos.'],
  ),
  'crash.keep': of(
    ['Guardar rastros de una caída', 'En esta PC; nada se envía solo.'],
    ['Keep traces of a crash', 'On this computer; nothing is sent by itself.'],
    ['Guardar rastros de uma queda', 'Neste computador; nada é enviado sozinho.'],
  ),
};

/** What a setting is called, and what it does. */
export function sayingsOf(name: PolicyName, locale: Locale): SettingWords {
  const [title, help] = settings[name][locale];
  return { title, help };
}

/** Settings come in groups, by the first part of their names. */
export type PolicyGroup = PolicyName extends `${infer G}.${string}` ? G : never;

const groups: Readonly<Record<PolicyGroup, Readonly<Record<Locale, string>>>> = {
  repository: { 'es-AR': 'Repositorio', en: 'Repository', 'pt-BR': 'Repositório' },
  trustList: { 'es-AR': 'Lista de confianza', en: 'Trust list', 'pt-BR': 'Lista de confiança' },
  drivers: { 'es-AR': 'Tokens', en: 'Tokens', 'pt-BR': 'Tokens' },
  updates: { 'es-AR': 'Versiones del programa', en: 'Versions of the program', 'pt-BR': 'Versões do programa' },
  line: { 'es-AR': 'Línea', en: 'Line', 'pt-BR': 'Linha' },
  signing: { 'es-AR': 'Firma', en: 'Signing', 'pt-BR': 'Assinatura' },
  desk: { 'es-AR': 'Puesto', en: 'Desk', 'pt-BR': 'Posto' },
  copy: { 'es-AR': 'Segunda copia', en: 'Second copy', 'pt-BR': 'Segunda cópia' },
  logs: { 'es-AR': 'Registros técnicos', en: 'Technical logs', 'pt-BR': 'Registros técnicos' },
  crash: { 'es-AR': 'Caídas', en: 'Crashes', 'pt-BR': 'Quedas' },
};

export const groupOf = (name: PolicyName): PolicyGroup => name.slice(0, name.indexOf('.')) as PolicyGroup;
export const sayGroup = (group: PolicyGroup, locale: Locale): string => groups[group][locale];

const levels: Readonly<Record<PolicyLevel, Readonly<Record<Locale, string>>>> = {
  machine: {
    'es-AR': 'Fijado por la institución',
    en: 'Locked by the institution',
    'pt-BR': 'Fixado pela instituição',
  },
  account: {
    'es-AR': 'Fijado por la institución para esta cuenta',
    en: 'Locked by the institution for this account',
    'pt-BR': 'Fixado pela instituição para esta conta',
  },
  person: {
    'es-AR': 'Elegido en esta PC',
    en: 'Chosen on this computer',
    'pt-BR': 'Escolhido neste computador',
  },
  recommended: {
    'es-AR': 'Recomendado por la institución',
    en: 'Recommended by the institution',
    'pt-BR': 'Recomendado pela instituição',
  },
  office: {
    'es-AR': 'De la configuración de la oficina',
    en: 'From the office’s configuration',
    'pt-BR': 'Da configuração do escritório',
  },
  program: { 'es-AR': 'Como viene el programa', en: 'As the program comes', 'pt-BR': 'Como vem o programa' },
};

/** Who decided a setting; its file or registry key follows where there is one. */
export const sayLevel = (level: PolicyLevel, locale: Locale): string => levels[level][locale];

const troubles: Readonly<Record<PolicyTrouble['kind'], Readonly<Record<Locale, string>>>> = {
  unknownName: {
    'es-AR': 'no hay una opción con ese nombre',
    en: 'no setting goes by this name',
    'pt-BR': 'não há uma opção com esse nome',
  },
  badValue: {
    'es-AR': 'el valor no sirve',
    en: 'the value cannot be used',
    'pt-BR': 'o valor não serve',
  },
  incomplete: {
    'es-AR': 'no se aplica acá: le falta su pareja, o este puesto no tiene dónde',
    en: 'it does not apply here: its counterpart is missing, or this desk has no place for it',
    'pt-BR': 'não se aplica aqui: falta seu par, ou este posto não tem onde',
  },
  unsafe: {
    'es-AR': 'no se le cree: debe ser un archivo de root que nadie más pueda escribir',
    en: 'it is not believed: it must be a file of root that nobody else may write',
    'pt-BR': 'não se acredita nele: deve ser um arquivo de root que mais ninguém possa escrever',
  },
  unreadable: { 'es-AR': 'no se pudo leer', en: 'it could not be read', 'pt-BR': 'não se pôde ler' },
  notJson: {
    'es-AR': 'no es un objeto JSON',
    en: 'it is not a JSON object',
    'pt-BR': 'não é um objeto JSON',
  },
};

/** What of policy does not hold, and why: the rest does. */
export function sayPolicyTrouble({ kind, place, name, detail }: PolicyTrouble, locale: Locale): string {
  const what = name === null ? place : `${name} (${place})`;
  return `${what}: ${troubles[kind][locale]}${detail === '' ? '' : ` [${detail}]`}`;
}

/** A value as a person reads it; null: there is none. */
export function sayPolicyValue(value: string | number | boolean | readonly string[] | null, locale: Locale): string {
  const none = { 'es-AR': 'sin fijar', en: 'not set', 'pt-BR': 'não fixado' }[locale];
  if (value === null) return none;
  if (typeof value === 'boolean') return yesOrNo[locale][value ? 0 : 1];
  if (typeof value === 'object') return value.length === 0 ? none : value.join(', ');
  return String(value);
}

const yesOrNo: Readonly<Record<Locale, readonly [string, string]>> = {
  'es-AR': ['sí', 'no'],
  en: ['yes', 'no'],
  'pt-BR': ['sim', 'não'],
};

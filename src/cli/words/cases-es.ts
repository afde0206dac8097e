import type { CaseCommandName, CaseWords } from './cases-words.ts';
import type { CommandWords } from './command-words.ts';

const office = {
  config: 'Configuración de la oficina (JSON).',
  'store-key-file': 'Archivo con la clave del almacén.',
};
const files = '--config oficina.json --store-key-file almacen.key';

export const caseCommandsEs: Readonly<Record<CaseCommandName, CommandWords>> = {
  'case open': {
    summary: 'abre una causa, con línea o sin ella',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --caption CARÁTULA [opciones]',
    about: [
      'Sale con el número provisorio y el código de la constancia. El número definitivo lo asigna el repositorio; la causa se encuentra por cualquiera de los dos.',
    ],
    options: {
      ...office,
      caption: 'Carátula; si hay menores o identidad protegida, solo iniciales.',
      origin: 'complaint, police, ownMotion, remission, flagrancy u other (si falta, complaint).',
      party:
        'CALIDAD:NOMBRE; puede repetirse. Calidades: accused, victim, complainant, witness, defender, adviser, expert, other.',
      level: 'Nivel de reserva, de 0 a 5 (si falta, 1).',
      detained: 'Hay una persona detenida.',
      fatal: 'Corre un plazo fatal.',
      vulnerable: 'Hay una víctima vulnerable.',
      'office-series': 'No es una causa: va a la serie de la oficina.',
    },
    examples: [`fojas case open ${files} --caption "N.N. s/ HURTO" --party "complainant:Hilda Rocamora" --fatal`],
  },
  'case list': {
    summary: 'muestra las causas de la oficina',
    usage: '--config ARCHIVO --store-key-file ARCHIVO [--search TEXTO] [--office-series]',
    about: ['Se encuentran por cualquiera de sus números, por carátula, por parte o por el código de la constancia.'],
    options: { ...office, search: 'Lo que se busca.', 'office-series': 'La serie de la oficina.' },
    examples: [`fojas case list ${files} --search rocamora`],
  },
  'case add': {
    summary: 'agrega a una causa una pieza: PDF, JPEG, PNG o TIFF',
    usage:
      '--config ARCHIVO --store-key-file ARCHIVO --case NÚMERO --file ARCHIVO --title QUÉ --place LUGAR --brought-by QUIÉN',
    about: ['El archivo se guarda tal como está, con su huella. Si no coincide con la informada, no se agrega nada.'],
    options: {
      ...office,
      case: 'Cualquiera de los números de la causa.',
      file: 'El archivo.',
      title: 'Qué es.',
      place: 'Dónde se recibió.',
      'brought-by': 'Quién lo trajo.',
      origin: 'paper, digital, photograph o device (si falta, digital).',
      level: 'Nivel de reserva, de 0 a 5 (si falta, 1).',
      sha256: 'Huella que informó quien lo trajo.',
      'paper-act': 'Es la digitalización de un acto hecho en papel por contingencia: qué acto.',
      'signed-by': 'Quiénes firmaron ese papel.',
      'made-at': 'Cuándo se hizo (ISO 8601 con zona).',
    },
    examples: [
      `fojas case add ${files} --case 97-00-000418-26 --file foto.jpg --title "Foto del lugar" --place "Mesa de entradas" --brought-by "Comisaría 1.ª"`,
    ],
  },
  'case level': {
    summary: 'cambia el nivel de reserva de una causa, o pide que se cambie',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --case NÚMERO --level NIVEL --reason MOTIVO',
    about: [
      'Subirlo lo decide un magistrado. Para bajarlo hacen falta dos personas: una lo pide con su motivo y otra, magistrado, lo decide con este mismo comando. Lo que se dispuso o se pidió queda anotado en la causa con su motivo.',
    ],
    options: {
      ...office,
      case: 'Cualquiera de los números de la causa.',
      level: 'Nivel de reserva, de 0 a 5.',
      reason: 'Motivo.',
    },
    examples: [`fojas case level ${files} --case 97-00-000418-26 --level 3 --reason "Víctima menor de edad"`],
  },
  'case break-glass': {
    summary: 'abre una causa reservada por urgencia, o dice quién lo hizo',
    usage: '--config ARCHIVO --store-key-file ARCHIVO [--case NÚMERO --reason MOTIVO]',
    about: [
      'Solo magistrados y secretarios, y solo para leer, durante 24 horas: la causa y sus actos, para quien sea que estén reservados. El motivo queda registrado antes, con o sin línea, y se avisa a los magistrados y secretarios de la dependencia. Sin causa ni motivo, muestra los últimos accesos excepcionales.',
    ],
    options: { ...office, case: 'Número de la causa, completo.', reason: 'Motivo.' },
    examples: [
      `fojas case break-glass ${files} --case 97-00-000418-26 --reason "Imputado internado; el titular no responde"`,
    ],
  },
  'case caption': {
    summary: 'corrige la carátula y las partes de una causa',
    usage:
      '--config ARCHIVO --store-key-file ARCHIVO --case NÚMERO [--caption CARÁTULA] [--party CALIDAD:NOMBRE... | --no-parties] --reason MOTIVO',
    about: [
      'Queda anotado en la causa quién la corrigió, cuándo, de qué a qué y por qué, y la ven todos los puestos de la dependencia. Lo que no se dice queda como está; las partes que se dicen reemplazan a todas las que había.',
    ],
    options: {
      ...office,
      case: 'Cualquiera de los números de la causa.',
      caption: 'La carátula, como ha de decir.',
      party: 'CALIDAD:NOMBRE (accused:Juan Pérez); se repite por cada parte.',
      'no-parties': 'La causa no tiene partes.',
      reason: 'Por qué se corrige.',
    },
    examples: [
      `fojas case caption ${files} --case 97-00-000418-26 --caption "PÉREZ, Juan s/ hurto" --reason "Error en el apellido"`,
    ],
  },
  'case hearing': {
    summary: 'fija la audiencia de una causa, o la quita',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --case NÚMERO (--at FECHA [--what CUÁL] | --none)',
    about: [
      'Queda anotada en la causa y la ven todos los puestos de la dependencia en su agenda. Los documentos de la causa llegan a cada PC desde un día y medio antes, primero que los demás, y no salen de ella hasta el día siguiente.',
    ],
    options: {
      ...office,
      case: 'Cualquiera de los números de la causa.',
      at: 'Día y hora de acá (2026-11-26T09:00).',
      what: 'Qué audiencia y dónde, hasta 160 letras.',
      none: 'No hay audiencia fijada.',
    },
    examples: [
      `fojas case hearing ${files} --case 97-00-000418-26 --at 2026-11-26T09:00 --what "Prisión preventiva, sala 2"`,
    ],
  },
  'case agenda': {
    summary: 'muestra las audiencias de la dependencia',
    usage: '--config ARCHIVO --store-key-file ARCHIVO [--from AAAA-MM-DD] [--days DÍAS]',
    about: ['De cada una dice cuántos documentos de los actos de la causa están en esta PC.'],
    options: { ...office, from: 'Primer día (si falta, hoy).', days: 'Cuántos días, hasta 366 (si falta, 7).' },
    examples: [`fojas case agenda ${files} --days 2`],
  },
  'case move': {
    summary: 'pasa una causa a otra dependencia, o deja preparado el pase',
    usage:
      '--config ARCHIVO --store-key-file ARCHIVO --case NÚMERO --to DEPENDENCIA --act ACTO --reason MOTIVO [--how CÓMO] [--joined-to NÚMERO]',
    about: [
      'Lo decide un magistrado, por orden de un acto registrado de la causa; los demás lo dejan preparado con este mismo comando. La causa pasa entera, con sus actos, sus archivos y su numeración, y acá queda para lectura. No pasa mientras un acto espere la firma.',
    ],
    options: {
      ...office,
      case: 'Cualquiera de los números de la causa.',
      to: 'Identificador de la dependencia de destino.',
      how: 'remission (remisión, si falta), jurisdictionDecline (incompetencia) o joinder (acumulación).',
      act: 'Identificador del acto registrado que lo dispone.',
      'joined-to': 'De una acumulación: número de la causa a la que se acumula.',
      reason: 'Motivo.',
    },
    examples: [
      `fojas case move ${files} --case 97-00-000418-26 --to 97-tc-1 --act 5f0c6a1e-5a0e-4c55-9b0e-0d7a3c1f2b11 --reason "Elevación a juicio"`,
    ],
  },
  'case export': {
    summary: 'guarda una causa entera como un solo PDF',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --case NÚMERO --out LUGAR [--originals]',
    about: [
      'Carátula, índice y, hoja por hoja, los actos y las piezas en su orden. Lo que no puede mostrarse tiene una hoja que dice por qué; la orden termina entonces con 1.',
      'Es una copia simple: la prueba son los originales firmados. No reemplaza un archivo que exista.',
    ],
    options: {
      ...office,
      case: 'Cualquiera de los números de la causa.',
      out: 'Archivo PDF nuevo, o carpeta donde ponerlo con el número de la causa.',
      originals: 'Adjunta los archivos firmados, sin cambio alguno.',
    },
    examples: [`fojas case export ${files} --case 97-00-000418-26 --out cuaderno.pdf --originals`],
  },
  'case receipt': {
    summary: 'guarda en PDF la constancia que se lleva el ciudadano',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --case NÚMERO --out ARCHIVO',
    about: ['No lleva carátula ni nombra a otras partes. No reemplaza un archivo que exista.'],
    options: { ...office, case: 'Cualquiera de los números de la causa.', out: 'Archivo PDF nuevo.' },
    examples: [`fojas case receipt ${files} --case P-0A1B2C3D4E-C0001 --out constancia.pdf`],
  },
  'act list': {
    summary: 'muestra una bandeja de la oficina',
    usage: '--config ARCHIVO --store-key-file ARCHIVO [--tray BANDEJA] [--label ETIQUETA]... [--due-days DÍAS]',
    about: ['Con etiquetas, solo los actos que las llevan todas.'],
    options: {
      ...office,
      tray: 'toSign, signed, queue, registered, returned, dueToday o toNotify (si falta, toSign).',
      label: 'Etiqueta de la oficina; puede repetirse.',
      'due-days': 'Solo lo que vence dentro de tantos días, o venció.',
    },
    examples: [`fojas act list ${files} --label feria`],
  },
  'act label': {
    summary: 'pone una etiqueta de la oficina a un acto, o la quita',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --act ID --label ETIQUETA [--off]',
    about: ['La ven todos los puestos de la oficina.'],
    options: { ...office, act: 'Identificador del acto.', label: 'La etiqueta, de hasta 40 letras.', off: 'La quita.' },
    examples: [`fojas act label ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --label feria`],
  },
  'act due': {
    summary: 'fija el día hasta el que se firma un acto',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --act ID [--day AAAA-MM-DD]',
    about: ['Sin --day, deja el acto sin vencimiento.'],
    options: { ...office, act: 'Identificador del acto.', day: 'El último día.' },
    examples: [`fojas act due ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --day 2026-12-01`],
  },
  'copies simple': {
    summary: 'copia un acto: su archivo, como está',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --act ID --out CARPETA',
    about: [
      'Copia los mismos bytes, con sus firmas, y anota quién y cuándo. La leyenda «copia simple» va en la que se imprime desde la ventana.',
    ],
    options: { ...office, act: 'Identificador del acto.', out: 'Carpeta nueva; no se reemplaza una que exista.' },
    examples: [`fojas copies simple ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --out copia`],
  },
  'copies certified': {
    summary: 'copia un acto con la hoja que lo certifica',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --act ID --out CARPETA',
    about: [
      'Escribe acto.pdf y certificacion.pdf: de qué archivo es copia, su huella, su código y quién certifica, que firma la hoja de puño y letra.',
    ],
    options: { ...office, act: 'Identificador del acto.', out: 'Carpeta nueva; no se reemplaza una que exista.' },
    examples: [`fojas copies certified ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --out copia`],
  },
  'act correct': {
    summary: 'empieza el borrador de un acto que corrige otro, ya registrado',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --act ID --how MODO',
    about: ['Lo firmado no se toca: cada acto nombra al otro. Escribe el identificador del borrador.'],
    options: {
      ...office,
      act: 'Identificador del acto registrado.',
      how: 'clarifies (aclara), rectifies (rectifica) o replaces (reemplaza).',
    },
    examples: [`fojas act correct ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --how rectifies`],
  },
  'act set-aside': {
    summary: 'aparta una devolución o una firma que el registro no aceptó',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --act ID',
    about: [
      'Lo apartado queda asentado con su motivo y ya no espera en la cola. El acto queda como lo tiene el registro. Un acto que el registro rechazó se rehace: fojas act remake.',
    ],
    options: { ...office, act: 'Identificador del acto.' },
    examples: [`fojas act set-aside ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009`],
  },
  'act remake': {
    summary: 'rehace un acto que el registro rechazó: su texto vuelve como borrador',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --act ID',
    about: [
      'El acto rechazado queda como constancia, con su motivo, y sale de la cola. Se rehace una sola vez: si se pide de nuevo, se nombra el mismo borrador. Escribe su identificador y el motivo del rechazo.',
    ],
    options: { ...office, act: 'Identificador del acto rechazado.' },
    examples: [`fojas act remake ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009`],
  },
  'act addressees': {
    summary: 'dice a quiénes se notifica un acto',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --act ID (--to DESTINATARIO... | --nobody)',
    about: [
      'Reemplaza a los que había. El acto queda notificado cuando lo están todos; sin destinatarios no espera en la bandeja.',
    ],
    options: {
      ...office,
      act: 'Identificador del acto.',
      to: 'CALIDAD:NOMBRE de una parte (defender:Rita Arístegui), o el nombre; puede repetirse.',
      nobody: 'No se notifica a nadie.',
    },
    examples: [
      `fojas act addressees ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --to "defender:Rita Arístegui"`,
    ],
  },
  'act notify': {
    summary: 'anota la notificación de un acto registrado a un destinatario',
    usage:
      '--config ARCHIVO --store-key-file ARCHIVO --act ID --to NOMBRE --means MEDIO [--at FECHA] [--result RESULTADO --reason MOTIVO]',
    about: ['Lo que no se pudo, o hay que repetir, deja al destinatario por notificar.'],
    options: {
      ...office,
      act: 'Identificador del acto registrado.',
      to: 'Nombre del destinatario, como está en el acto.',
      means: 'electronicDomicile, serviceNotice (cédula), inPerson, telephone o hearing (en audiencia).',
      at: 'Día y hora de acá en que se notificó (2026-11-26T09:00); si falta, ahora.',
      result: 'done (si falta), failed (no se pudo) o repeat (hay que repetirla).',
      reason: 'Por qué no se pudo, o se repite.',
    },
    examples: [
      `fojas act notify ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --to "Rita Arístegui" --means serviceNotice --result failed --reason "Se mudó"`,
    ],
  },
  'act level': {
    summary: 'baja el nivel de reserva de un acto registrado, o pide que se baje',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --act ID --level NIVEL --reason MOTIVO',
    about: [
      'Hacen falta dos personas: una lo pide con su motivo y otra, magistrado, lo decide con este mismo comando. Vale el más alto entre el nivel del acto y el de su causa. Lo reservado por su propio motivo sigue reservado.',
    ],
    options: { ...office, act: 'Identificador del acto.', level: 'Nivel de reserva, de 0 a 5.', reason: 'Motivo.' },
    examples: [
      `fojas act level ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --level 1 --reason "Ya se cumplió"`,
    ],
  },
  'repository grant': {
    summary: 'da a una persona una clave de acceso propia, con sus funciones',
    usage: '--dir CARPETA --office OFICINA --person IDENTIFICADOR --name NOMBRE --role FUNCIÓN... [--validator]',
    about: [
      'Con esa clave el repositorio no deja hacer más que lo que permiten sus funciones. La que tenía antes deja de servir. Vale desde que el repositorio vuelve a arrancar.',
    ],
    options: {
      dir: 'Carpeta del repositorio.',
      office: 'Oficina de la persona.',
      person: 'Su identificador, como en la configuración de su puesto.',
      name: 'Su nombre, como figura en los actos.',
      role: 'magistrate, secretary, clerk, auxiliary, itAdmin o auditor; puede repetirse.',
      validator: 'La oficina le encargó visar actos.',
    },
    examples: [
      'fojas repository grant --dir repositorio --office 97-ufij-3 --person caceres --name "Bruno Cáceres Tolosa" --role clerk',
    ],
  },
};

export const casesEs: CaseWords = {
  opened: (provisional, code) => `Abierta como ${provisional}. Código de la constancia: ${code}`,
  paperLacks: 'para un acto hecho en papel van juntas --paper-act, --signed-by y --made-at.',
  unsent: 'Está guardada en esta PC; se envía cuando haya línea.',
  unknownCase: (number) => `no se conoce ninguna causa ${number}`,
  added: (title, sha256) => `Agregada: ${title} (SHA-256 ${sha256})`,
  noNumber: 'sin número',
  none: (hadContact, search) =>
    hadContact
      ? search === ''
        ? 'Este puesto no tiene ninguna causa. Si falta alguna, sincronice: fojas sync.'
        : `Ninguna causa de este puesto coincide con «${search}».`
      : 'Este puesto todavía no sincronizó con su repositorio: no hay causas que mostrar. Sincronice primero: fojas sync.',
  levelSet: (level) => `La causa pasa al nivel de reserva ${level}`,
  levelAsked: (level) => `Quedó pedido el nivel de reserva ${level}: lo decide otra persona`,
  brokeGlass: (caption, hours) => `Causa abierta por acceso excepcional, ${hours} horas: ${caption}`,
  captionSet: (number, caption, parties) => `Causa ${number}: «${caption}» (partes: ${parties})`,
  hearingSet: (number, when) =>
    when === null ? `La causa ${number} no tiene audiencia fijada` : `Audiencia de la causa ${number}: ${when}`,
  hearingsNone: 'No hay audiencias en esos días.',
  hearingsMore: 'Hay más audiencias: pida menos días.',
  hearingFiles: (here, all) => `${here} de ${all} documentos en esta PC`,
  hearingPlace: {
    here: 'solo en esta PC: se envía cuando haya línea',
    refused: 'el repositorio no la tomó',
    pinned: 'fecha anotada solo en esta PC',
  },
  moved: (office) => `La causa pasa a la dependencia ${office}`,
  moveAsked: (office) => `Quedó preparado el pase a la dependencia ${office}: lo decide un magistrado`,
  copied: (code, paths) => `Código de verificación ${code}: ${paths.join(', ')}`,
  exporting: 'Armando el cuaderno',
  exported: (path, sheets, sha256) =>
    `Cuaderno guardado en ${path}: ${sheets} ${sheets === 1 ? 'hoja' : 'hojas'}, SHA-256 ${sha256}`,
  receiptAt: (path) => `Constancia guardada en ${path}`,
  granted: (name, roles) => `Clave de ${name} (${roles}), para la configuración de su puesto:`,
  restart: 'Vale desde que el repositorio vuelva a arrancar.',
  actLevelSet: (level) => `El nivel de reserva del acto es ${level}.`,
  actLevelAsked: (level) => `Pedido: nivel de reserva ${level} para el acto. Lo decide otra persona, magistrado.`,
  toNotify: (names) => `falta notificar a ${names}`,
};

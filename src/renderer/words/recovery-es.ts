/** Recuperar un puesto: lo que se lee cuando los datos no abren. */
export const recoveryEs = {
  'recovery.title': 'Recuperar este puesto',
  'recovery.damaged':
    'Los datos de esta PC están dañados. Se vuelven a poner desde la segunda copia; nada de lo que hay se borra, y lo más nuevo que todavía se pueda leer se agrega.',
  'recovery.keyLost': 'El sistema perdió la clave de los datos, pero los datos están.',
  'recovery.newDesk':
    'Esta PC reemplaza a {device}. Lo que había allá se trae de su copia; mientras tanto no se abre nada.',
  'recovery.keyTitle': 'La clave',
  'recovery.keyNote':
    'La clave de recuperación la guarda la institución. Use un archivo con ella, o la respuesta de la institución a un pedido: así la clave no sale de donde está.',
  'recovery.keyFile': 'Archivo con la clave o con la respuesta',
  'recovery.to': 'Carpeta donde dejar el pedido (pendrive)',
  'recovery.ask': 'Hacer un pedido',
  'recovery.asking': 'Haciendo el pedido…',
  'recovery.asked': 'Pedido hecho:',
  'recovery.mark': 'Quien responda debe ver la misma marca: {mark}. Responde con «fojas home answer».',
  'recovery.withKey': 'Abrir con la clave que está junto a los datos',
  'recovery.withKeyNote': 'Los datos no se tocan: esto no cuesta nada. Si no abre, se traen de la copia.',
  'recovery.opening': 'Abriendo…',
  'recovery.copies': 'Las copias',
  'recovery.folder': 'Carpeta de las copias (disco, carpeta compartida o pendrive)',
  'recovery.look': 'Ver las copias',
  'recovery.looking': 'Leyendo las copias…',
  'recovery.open': 'Ver qué contienen',
  'recovery.choose': 'Qué copia traer',
  'recovery.whole': 'entera · {files} archivos · {size}',
  'recovery.broken': '{n} archivos dañados',
  'recovery.holds': '{acts} actos firmados, {unsent} sin registrar, {drafts} borradores, {entries} asientos del diario',
  'recovery.unusable': 'no sirve: {reason}',
  'recovery.bring': 'Traer de vuelta',
  'recovery.bringing': 'Trayendo y verificando…',
  'recovery.done': 'El puesto está de vuelta',
  'recovery.from': 'De la copia {name}, hecha el {at}.',
  'recovery.back':
    'Volvieron {acts} actos firmados ({unsent} en cola), {files} archivos y {entries} asientos del diario, con su cadena verificada.',
  'recovery.salvaged': 'Del diario dañado se rescataron además {n} cosas más nuevas que la copia.',
  'recovery.notBack':
    'Lo que se hizo aquí después de esa copia y no había llegado al repositorio no volvió. Lo registrado llega solo del repositorio.',
  'recovery.passedOver': 'Se pasó por alto la copia {name}: {reason}',
  'recovery.aside': 'Lo que había quedó en',
  'recovery.finish': 'Ir a las bandejas',
  'recovery.without': 'Empezar sin la copia',
  'recovery.replaces': 'Esta PC reemplaza a otra: traer su copia antes de empezar',
  'recovery.device': 'Nombre del equipo reemplazado (como figura en la carpeta de su copia)',
  'recovery.reason.notForUs': 'otra clave',
  'recovery.reason.damaged': 'dañada',
  'recovery.reason.unsigned': 'sin la firma de la oficina',
  'recovery.reason.forged': 'con una firma que no es de la oficina',
  'recovery.reason.otherDesk': 'de otro puesto',
} as const;

export type RecoveryWords = { readonly [K in keyof typeof recoveryEs]: string };

import { carriedCommandsEs } from './carried-es.ts';
import type { CommandName } from './cli-words.ts';
import type { CommandWords } from './command-words.ts';
import { searchCommand } from './search-words.ts';
import { caseCommandsEs } from './cases-es.ts';
import { draftsCommandsEs } from './drafts-es.ts';
import { logCommandsEs } from './log-es.ts';
import { peopleCommandsEs } from './people-es.ts';
import { newPinCommandsEs } from './new-pin-es.ts';
import { calendarCommands } from './calendar-words.ts';
import { templatesCommands } from './templates-words.ts';
import { healthCommands } from './health-commands.ts';
import { keptCopiesCommands } from './kept-copies-words.ts';
import { policyCommands } from './policy-commands.ts';
import { updateCommands } from './update-commands.ts';

/** The help of each command. */
export const commandsEs: Readonly<Record<CommandName, CommandWords>> = {
  tokens: {
    summary: 'muestra bibliotecas PKCS#11, tokens, certificados y el estado del PIN',
    usage: '[--module RUTA]...',
    about: [
      'Cada biblioteca se carga en un proceso propio: si se cuelga, no arrastra al resto. No se pide ni se usa el PIN.',
    ],
    options: { module: 'Biblioteca PKCS#11 (o archivo .p12 de práctica). Se puede repetir; si falta, las conocidas.' },
    examples: ['fojas tokens', 'fojas tokens --module /usr/lib/libeToken.so --json'],
  },
  ...newPinCommandsEs,
  ...updateCommands['es-AR'],
  ...policyCommands['es-AR'],
  ...keptCopiesCommands['es-AR'],
  ...healthCommands['es-AR'],
  ...calendarCommands['es-AR'],
  ...templatesCommands['es-AR'],
  ...caseCommandsEs,
  search: searchCommand['es-AR'],
  ...draftsCommandsEs,
  ...logCommandsEs,
  ...peopleCommandsEs,
  sign: {
    summary: 'firma archivos PDF con un token, todos con un solo PIN',
    usage: 'ARCHIVO... --module RUTA (--token-label ETIQUETA | --serial SERIE) [opciones]',
    about: [
      'Antes de usar el PIN muestra cada archivo con su SHA-256. El original no se toca: lo firmado es otro archivo, ' +
        'que empieza igual y se verifica al volver a leerlo. Un PIN equivocado detiene todo y no se repite.',
    ],
    options: {
      module: 'Biblioteca PKCS#11 del token. Puede faltar si hay una sola conocida.',
      'token-label': 'Etiqueta del token. Puede faltar si hay uno solo.',
      serial: 'Número de serie del token.',
      cert: 'Certificado: principio de su SHA-256, identificador, etiqueta o nombre. Puede faltar si sirve uno solo.',
      'pin-stdin': 'Toma el PIN de la entrada estándar, una línea cada vez que el token lo pide (casi siempre una).',
      'last-try': 'Confirma que se quiere usar el último intento de PIN del token.',
      out: 'Carpeta de los firmados. Si falta, quedan junto al original como NOMBRE.firmado.pdf.',
      level:
        'Nivel de la firma: B-B (si falta), B-T, B-LT o B-LTA. Si no se llega, queda firmado en el nivel que se pudo y lo dice.',
      tsa: 'Autoridad de sellado de tiempo (RFC 3161), http o https. Puede repetirse: se prueban en ese orden.',
      'tsa-policy': 'Política que se pide a la autoridad de sellado.',
      trust:
        'Certificados de confianza (archivo o carpeta): la autoridad de sellado y la cadena tienen que llegar a uno de ellos.',
      'revocation-cache': 'Carpeta donde se guardan listas y respuestas de revocación para los días sin línea.',
      cades: 'Firma junto al archivo, de cualquier tipo, en NOMBRE.p7s (CAdES). Niveles B-B y B-T.',
      algorithm: 'Algoritmo de firma, como rsa-pss-sha256; si falta, el primero que ofrece el certificado.',
      field: 'Campo de firma vacío que se usa, o nombre del nuevo.',
      'next-field': 'Usa el primer campo de firma vacío, en el orden del formulario; si no hay, uno nuevo.',
      reason: 'Motivo de la firma.',
      certify:
        'Certifica el documento: después no se admite nada (no-changes), formularios y firmas (forms), o también comentarios (annotations). Solo la primera firma certifica.',
      visible:
        'Firma visible: con PÁGINA sola, en un lugar libre de abajo; con X,Y,ANCHO,ALTO, ahí, en puntos desde abajo a la izquierda de la página como se ve; con «field», donde está el campo. Nunca sobre una anotación; si tapa algo de la página, avisa antes del PIN.',
      'visible-text': 'Renglón de la firma visible; puede repetirse. Si falta: nombre, CUIL, hora y motivo.',
      'verification-url': 'Dirección de verificación, como código QR junto al texto.',
      'pdf-password-stdin':
        'Contraseña de los PDF cifrados: la primera línea de la entrada estándar, antes del PIN; en una terminal, se pide.',
      overwrite: 'Reemplaza el archivo firmado que ya exista.',
    },
    examples: ['fojas sign acta.pdf --module /usr/lib/softhsm/libsofthsm2.so --token-label Prueba --out firmados'],
  },
  extend: {
    summary: 'prolonga firmas: sello de tiempo, datos de validación, sello de archivo',
    usage: 'ARCHIVO... --tsa DIRECCIÓN [opciones]',
    about: [
      'Agrega al final del PDF lo que falta para probar sus firmas por muchos años; lo que había no cambia. Un archivo que ya ' +
        'llegó al nivel pedido no se toca, salvo que su último sello esté por vencer. Si algo no se consigue, queda el nivel al que ' +
        'se llegó y se dice qué falta: código 4 si falta la respuesta de alguien, 1 si el archivo no se puede prolongar.',
    ],
    options: {
      level: 'Nivel que se busca: B-T, B-LT o B-LTA (si falta, B-LTA).',
      tsa: 'Autoridad de sellado de tiempo (RFC 3161), http o https. Puede repetirse: se prueban en ese orden.',
      'tsa-policy': 'Política que se pide a la autoridad de sellado.',
      trust: 'Certificados de confianza (archivo o carpeta); sin ellos alcanza cualquier cadena completa.',
      'revocation-cache': 'Carpeta donde se guardan listas y respuestas de revocación para los días sin línea.',
      renew: 'Agrega otro sello de archivo aunque el último no esté por vencer.',
      out: 'Carpeta de los prolongados. Si falta, quedan junto al original como NOMBRE.prolongado.pdf.',
      overwrite: 'Reemplaza el archivo prolongado que ya exista.',
      'pdf-password-stdin':
        'Contraseña de los PDF cifrados: la primera línea de la entrada estándar; en una terminal, se pide.',
    },
    examples: [
      'fojas extend acta.firmado.pdf --tsa https://sellado.ejemplo.gob.ar/tsa --trust anclas --out prolongados',
    ],
  },
  verify: {
    summary: 'verifica las firmas de archivos PDF y CMS',
    usage:
      'ARCHIVO... [--trust CARPETA|ARCHIVO] [--trust-list CARPETA|ARCHIVO|VERSIÓN --trust-list-key ARCHIVO] [--at MOMENTO]',
    about: [
      'Sale con 0 solo si cada archivo tiene al menos una firma y todas son TOTAL_PASSED. Con --json responde una lista ' +
        'con un elemento por archivo: {file, signatures, error}. Con --report responde el informe completo de cada archivo ' +
        'que se pudo leer, en JSON. Con el mismo --at y la misma lista de confianza el resultado es siempre el mismo.',
    ],
    options: {
      config: 'Configuración de la oficina, cuyas autoridades y lista de confianza se usan.',
      content: 'Archivo firmado, para una firma .p7s que no está a su lado con el mismo nombre.',
      trust: 'Certificados (PEM o DER) de las autoridades en las que se confía: una carpeta, o un archivo.',
      'trust-list':
        'Lista de confianza firmada: un archivo, la carpeta que guarda las versiones, o (con --config) una versión de la oficina.',
      'trust-list-key': 'Clave pública o certificado (PEM) de quien publica la lista de confianza.',
      'list-version': 'Versión de la lista; si no se dice, la última guardada.',
      at: 'Momento para el que se verifica, por ejemplo 2031-05-02T12:00:00Z; si no se dice, ahora.',
      revocation: 'Qué se exige saber de la revocación: required, where-named (si no se dice) o if-available.',
      'revocation-cache': 'Carpeta con las listas y respuestas que ya se obtuvieron.',
      online: 'Pregunta por la revocación a las autoridades.',
      'pdf-password-stdin':
        'Contraseña de los PDF cifrados: la primera línea de la entrada estándar; en una terminal, se pide.',
      report: 'Informe completo en JSON.',
    },
    examples: [
      'fojas verify acta.pdf --trust autoridades',
      'fojas verify audiencia.mp4.p7s --trust autoridades',
      'fojas verify acta.pdf --config oficina.json --at 2031-05-02T12:00:00Z --trust-list 7',
      'fojas verify acta.pdf --trust-list listas --trust-list-key lista.pem --at 2031-05-02T12:00:00Z --report',
      'fojas verify *.pdf --json',
    ],
  },
  'trust-list make': {
    summary: 'firma una lista de confianza',
    usage: 'ARCHIVO.json --key CLAVE.pem --out LISTA.jws',
    about: [
      'El archivo dice qué autoridades son de confianza y desde cuándo; su formato está en docs/decisions/trust-list.md.',
    ],
    options: {
      key: 'Clave privada (PEM) de quien publica la lista.',
      out: 'Archivo que se escribe; no se reemplaza uno que exista.',
    },
    examples: ['fojas trust-list make lista-7.json --key lista.key --out trust-list-7.jws'],
  },
  'trust-list keep': {
    summary: 'guarda una lista de confianza junto a las anteriores',
    usage: 'LISTA.jws --in CARPETA --trust-list-key CLAVE.pem',
    about: ['Se rechaza una lista anterior a la última guardada, vencida o firmada por otro.'],
    options: {
      in: 'Carpeta que guarda las versiones.',
      'trust-list-key': 'Clave pública o certificado (PEM) de quien publica la lista.',
    },
    examples: ['fojas trust-list keep trust-list-7.jws --in listas --trust-list-key lista.pem'],
  },
  'trust-list show': {
    summary: 'muestra una lista de confianza',
    usage: 'LISTA.jws --trust-list-key CLAVE.pem',
    about: ['Muestra versión, vigencia y servicios, con la historia de cada uno.'],
    options: { 'trust-list-key': 'Clave pública o certificado (PEM) de quien publica la lista.' },
    examples: ['fojas trust-list show trust-list-7.jws --trust-list-key lista.pem'],
  },
  practice: {
    summary: 'recorre todo el camino, de la bandeja al recibo, con datos ficticios',
    usage: '[--out CARPETA] [--count N] [--keep]',
    about: [
      'Crea una oficina de práctica con su repositorio y su token, muestra cada acto con su SHA-256, los firma en un lote, ' +
        'los envía, verifica los recibos y deja todo en una carpeta con un informe y las líneas para comprobarlo.',
    ],
    options: {
      out: 'Carpeta donde dejar los PDF, los recibos y el informe. Debe estar vacía.',
      count: 'Cuántos actos firmar.',
      keep: 'Conserva la oficina de práctica y dice dónde quedó.',
      'data-dir': 'Carpeta de la oficina de práctica; se conserva.',
      'software-key': 'Usa una clave en archivo (PKCS#12) aunque esté SoftHSM2.',
      'virtual-card': 'Usa una tarjeta simulada detrás de PC/SC y OpenSC, si está vpcd: se la puede retirar.',
      volume:
        'Agrega a una oficina nueva 5.000 actos a firmar, una causa de 40.000 renglones y un documento de 2.000 fojas (tarda unos minutos).',
      'rehearse-removal':
        'Ensaya que el token se retira en la mitad del lote: muestra qué queda y sigue al volver a ponerlo.',
      serve: 'Prepara la oficina y la mantiene abierta hasta que se cierre la entrada estándar (lo usa npm start).',
    },
    examples: ['fojas practice', 'fojas practice --out demo --count 50', 'fojas practice --rehearse-removal'],
  },
  'repository serve': {
    summary: 'pone en marcha un repositorio en esta máquina',
    usage: '--dir CARPETA --office OFICINA... [opciones]',
    about: [
      'Guarda archivos y registros en la carpeta indicada, numera cada acto una sola vez y responde con un recibo firmado.',
    ],
    options: {
      dir: 'Carpeta del repositorio.',
      name: 'Nombre con el que firma los recibos.',
      host: 'Dirección donde atender (127.0.0.1).',
      port: 'Puerto donde atender (7440; 0 toma uno libre).',
      office: 'Identificador de una oficina; se le crea una clave de acceso si no la tiene. Se puede repetir.',
      electronic:
        'Modelos cuyos actos admiten firma electrónica (Ley 25.506, art. 5); si falta, ninguno. Se puede repetir.',
      'electronic-issuer':
        'Archivo con la autoridad de las firmas electrónicas (PEM); si no existe, se crea. Si falta, en la carpeta.',
      'certificate-policy': 'Política de certificados (OID) que se acepta, una por opción; si falta, cualquiera.',
      trust: 'Carpeta con las autoridades: si está, solo se registran firmas que llegan a una de ellas.',
      log: 'Muestra una línea por pedido, sin carátulas ni nombres.',
      upstream:
        'Repositorio central. Con él, éste es el de una oficina: reparte entre sus PC, y reenvía cada acto una sola vez. No registra nada por sí mismo.',
      'upstream-key-file':
        'Archivo con la clave de acceso de la oficina en el repositorio central; es también la de sus PC aquí.',
      'upstream-pins':
        'Archivo JSON con las claves de recibo del repositorio central, como las muestra al ponerse en marcha.',
      'folder-key-file':
        'Con --upstream. Clave que cifra la carpeta (64 cifras hexadecimales); - la lee de la entrada. Si falta: la credencial fojas-folder-key de systemd, o CARPETA.key, que se crea.',
      announce: 'Se anuncia en la red local (mDNS) para que las PC de la oficina lo encuentren.',
      tsa: 'Autoridad de sellado de tiempo: el repositorio prolonga por sí mismo lo registrado. Puede repetirse.',
      level: 'Nivel al que prolonga: B-T, B-LT o B-LTA (si falta, B-LTA); los sellos de archivo se renuevan a tiempo.',
      'revocation-cache': 'Carpeta donde se guardan listas y respuestas de revocación.',
      'unknown-revocation':
        'Qué hacer si no se puede saber si el certificado de un token que inscribe un equipo fue revocado: allow (lo inscribe y lo anota; por omisión) o refuse.',
      'raise-after': 'Segundos que se le dejan a la oficina para prolongar ella misma (300).',
      public: 'Atiende en /v la página pública donde cualquiera verifica un acto por su código.',
      'behind-proxy':
        'Hay un proxy delante que dice de quién es cada consulta (X-Forwarded-For): los límites son por persona.',
      'enrolled-only': 'Deja entrar solo a equipos inscriptos: ninguna clave de oficina abre.',
      'oidc-issuer': 'Emisor OpenID Connect de la institución.',
      'oidc-client': 'Nombre de cliente ante ese emisor.',
      register:
        'Dónde está el registro: postgres://SERVIDOR/BASE (si falta, SQLite en la carpeta). Varios nodos pueden compartirlo. La contraseña va por PGPASSFILE o PGPASSWORD.',
      blobs:
        's3://BUCKET/PREFIJO?endpoint=URL&region=R&retain-days=N donde están los archivos (si falta, en la carpeta). La cuenta va por el entorno o en un archivo. lock=none renuncia al bloqueo de objetos.',
      'status-port': 'Puerto para /health, /ready y /metrics (0 toma uno libre).',
      'status-host': 'Dirección para ellos (127.0.0.1).',
      notice:
        'Segundos en que todavía se atienden pedidos después de que /ready dice que no, cuando se le pide al nodo que termine (0).',
      'log-format': 'text, o json: un objeto por línea.',
    },
    examples: [
      'fojas repository serve --dir /srv/fojas --office ufij-3 --trust autoridades',
      'fojas repository serve --dir /srv/oficina --office ufij-3 --upstream https://repositorio.ejemplo.gob.ar --upstream-key-file clave.txt --upstream-pins recibos.json --host 0.0.0.0 --announce',
      'fojas repository serve --dir /srv/fojas --register postgres://fojas@db/fojas --blobs s3://fojas?retain-days=3653 --status-port 7441 --notice 10',
    ],
  },
  'repository move': {
    summary: 'muda un repositorio de su carpeta a PostgreSQL y S3',
    usage: '--dir CARPETA [--register URL] [--blobs URL] [--dry-run]',
    about: [
      'Copia los archivos y después las filas, relee todo y lo compara. Antes hay que detener el repositorio. Si se corta en cualquier momento, la misma orden sigue; la carpeta queda como está.',
    ],
    options: {
      dir: 'Carpeta del repositorio.',
      register:
        'Adónde va el registro: postgres://SERVIDOR/BASE, una base vacía. La contraseña va por PGPASSFILE o PGPASSWORD.',
      blobs:
        'Adónde van los archivos: s3://BUCKET/PREFIJO?endpoint=URL&region=R&retain-days=N. La cuenta va por el entorno o en un archivo.',
      'dry-run': 'Mira y cuenta, y no escribe filas ni archivos.',
    },
    examples: [
      'fojas repository move --dir /srv/fojas --register postgres://fojas@db/fojas --blobs s3://fojas --dry-run',
    ],
  },
  'office serve': {
    summary: 'sirve el repositorio de la oficina a sus PC, con la configuración de una de ellas',
    usage: '--config ARCHIVO [--dir CARPETA] [--host DIRECCIÓN] [--port PUERTO] [--folder-key-file ARCHIVO]',
    about: [
      'Lo mismo que enciende «Línea y envíos» en una PC, sin ventana: recibe lo de todas y lo reenvía al repositorio central, una sola vez. Termina con Ctrl+C. Muestra la invitación que se pega en las demás.',
    ],
    options: {
      config: 'Configuración de la oficina (JSON), con la clave de la oficina.',
      dir: 'Carpeta propia; si no, «office-repository» junto a los datos.',
      host: 'Dirección en que escucha (0.0.0.0).',
      'folder-key-file':
        'Clave que cifra la carpeta (64 cifras hexadecimales); - la lee de la entrada. Si falta: la credencial fojas-folder-key de systemd, o CARPETA.key, que se crea.',
      port: 'Puerto (7440).',
    },
    examples: ['fojas office serve --config oficina.json --port 7440'],
  },
  'office join': {
    summary: 'hace que un puesto use el repositorio de la oficina',
    usage: '--config ARCHIVO --line INVITACIÓN',
    about: [
      'Fija la clave de la invitación y prueba sus direcciones, además de buscarlo por nombre en la red. Nada de la invitación es secreto.',
    ],
    options: { config: 'Configuración de la oficina (JSON).', line: 'La invitación que mostró la PC que sirve.' },
    examples: ['fojas office join --config oficina.json --line "fojas-oficina:v1 ufi-3 7c1f=… http://192.0.2.10:7440"'],
  },
  'repository find': {
    summary: 'busca repositorios de oficina en la red local',
    usage: '[--config ARCHIVO] [--seconds N]',
    about: [
      'Pregunta por mDNS y muestra lo que contesta. Es solo una pista: con --config comprueba la clave fijada antes de usar nada.',
    ],
    options: {
      config: 'Configuración de la oficina, para comprobar la clave.',
      seconds: 'Cuántos segundos se espera (3).',
    },
    examples: ['fojas repository find --config oficina.json'],
  },
  sync: {
    summary: 'envía lo que espera en la cola de una oficina y trae lo nuevo',
    usage: '--config ARCHIVO --store-key-file ARCHIVO [--status]',
    about: ['Intenta la línea una vez y espera hasta que la cola quede vacía o no pueda avanzar.'],
    options: {
      config: 'Configuración de la oficina (JSON).',
      'store-key-file': 'Archivo con la clave del almacén.',
      status: 'Muestra qué espera, qué se apartó y por qué, y los cortes, sin esperar a la línea.',
    },
    examples: ['fojas sync --config oficina.json --store-key-file almacen.key'],
  },
  'drivers install': {
    summary: 'instala en esta máquina un catálogo firmado de controladores más nuevo',
    usage: 'ARCHIVO [--to ARCHIVO]',
    about: [
      'El archivo tiene que estar firmado con la clave del programa y ser más nuevo que el vigente. Lo usan todos los Fojas de la máquina.',
    ],
    options: { to: 'Dónde dejarlo, en lugar de la carpeta de la máquina, que solo escriben los administradores.' },
    examples: ['fojas drivers install catalogue.jws'],
  },
  'batch report': {
    summary: 'escribe el informe de un lote de firmas, igual que la ventana',
    usage: '--config ARCHIVO --store-key-file ARCHIVO [--batch ID] [--text] [--out ARCHIVO]',
    about: ['Hojas en PDF/A, byte por byte las que guarda la ventana; sin --out, entre los informes de la oficina.'],
    options: {
      config: 'La configuración de la oficina (JSON).',
      'store-key-file': 'Archivo con la clave del almacén.',
      batch: 'El lote; si no se lo nombra, el último que terminó.',
      text: 'Texto simple en lugar de hojas.',
      out: 'Dónde dejarlo. El archivo no debe existir.',
    },
    examples: ['fojas batch report --config oficina.json --store-key-file clave --out informe.pdf'],
  },
  'case health': {
    summary: 'dice hasta cuándo se pueden probar las firmas de una causa, y las renueva',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --case NÚMERO [--renew]',
    about: [
      'Cuenta los actos firmados en esta oficina, primero los que antes dejan de poder probarse. Sale con 1 si alguno requiere atención.',
    ],
    options: {
      config: 'Configuración de la oficina (JSON).',
      'store-key-file': 'Archivo con la clave del almacén.',
      case: 'Número de la causa, como figura en la carátula.',
      renew: 'Pone en marcha la renovación de los que tienen menos de lo pedido.',
    },
    examples: ['fojas case health --config oficina.json --store-key-file almacen.key --case PP-97-00-000418-26/00'],
  },
  doctor: {
    summary: 'revisa la máquina, los tokens y la oficina, y dice cómo arreglar lo que falte',
    usage:
      '[--config ARCHIVO [--store-key-file ARCHIVO]] [--module RUTA]... [--trial [--pin-stdin]] [--report ARCHIVO]',
    about: [
      'Mira el servicio de tarjetas, los lectores, los controladores, los tokens, los certificados y el reloj. No cambia nada, y no usa el PIN salvo con --trial.',
      'Un aviso no cambia el código de salida; un problema sí. El informe no lleva nada de ningún expediente.',
    ],
    options: {
      config: 'Configuración de la oficina, para revisar también su almacén y su repositorio.',
      'store-key-file': 'Archivo con la clave del almacén, para probar que abre.',
      module: 'Biblioteca PKCS#11 que revisar. Se puede repetir.',
      trial: 'Además firma 32 bytes al azar, que no se guardan, y verifica la firma. Pide el PIN una vez.',
      'pin-stdin': 'Lee el PIN de la prueba de la entrada estándar.',
      'last-try': 'Confirma usar el último intento de PIN.',
      report: 'Escribe ahí el informe para sistemas (JSON). El archivo no debe existir.',
    },
    examples: ['fojas doctor', 'fojas doctor --report informe.json', 'fojas doctor --config oficina.json --json'],
  },
  ...carriedCommandsEs,
};

/** Línea y envíos: que una PC sirva el repositorio de la oficina. */
export const servingEs = {
  'serving.title': 'Servidor de la oficina',
  'serving.note':
    'Esta PC puede guardar y reenviar lo de todas las PC de la oficina: sin línea, siguen trabajando entre ellas. Lo que recibe no está registrado hasta que el repositorio central lo dice.',
  'serving.bar.role': 'Lo enciende sistemas (función de sistemas, o «officeRepository» en la configuración).',
  'serving.bar.officeKey':
    'Esta PC no tiene la clave de la oficina: lo que abre la de una persona no puede darse a las demás. Quien opera el repositorio central la hace con «fojas repository serve --office» y la entrega en un archivo; sistemas la toma acá. Sirve solo para esto: el puesto sigue con su inscripción.',
  'serving.keyFile': 'Archivo con la clave de la oficina',
  'serving.takeKey': 'Tomar la clave de la oficina',
  'serving.off': 'apagado',
  'serving.starting': 'encendiéndose…',
  'serving.serving': 'en servicio',
  'serving.keyless':
    'no pudo empezar: su carpeta está cifrada y la clave no está al alcance de este puesto (otro usuario o llavero); quien administra la PC puede traerla',
  'serving.refused': 'no pudo empezar ({reason}); se intenta otra vez',
  'serving.state': 'Estado',
  'serving.desks': 'Equipos que lo usaron hoy',
  'serving.waiting': 'Guarda para el repositorio central',
  'serving.centre': 'Repositorio central',
  'serving.reached': 'responde',
  'serving.away': 'no responde; último contacto: {at}',
  'serving.never': 'nunca',
  'serving.addresses': 'Direcciones',
  'serving.invitation': 'Para las demás PC (péguelo en cada una)',
  'serving.port': 'Puerto',
  'serving.on': 'Encender el servidor de la oficina',
  'serving.offVerb': 'Apagar el servidor de la oficina',
  'serving.joinLine': 'Invitación de la PC que sirve a la oficina',
  'serving.join': 'Usar ese servidor',
  'serving.aside': 'Apartado: el repositorio central no lo toma por ahora',
  'serving.asideNote': 'No detiene nada más; se intenta otra vez en cada vuelta.',
  'serving.kind.case': 'Causa',
  'serving.kind.proposal': 'Acto a firmar',
  'serving.kind.return': 'Devolución',
  'serving.kind.act': 'Acto firmado',
  'serving.kind.rendition': 'Versión con más pruebas',
  'serving.kind.draft': 'Borrador',
  'serving.kind.signature': 'Firma parcial',
  'serving.kind.entry': 'Anotación',
  'serving.joined': 'Hecho: vale desde el próximo inicio de Fojas.',
} as const;

export type ServingWords = { readonly [K in keyof typeof servingEs]: string };

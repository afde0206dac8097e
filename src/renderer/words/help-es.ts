/** El menú y la ayuda: what F1 says of each place, and the names of the menus. */
export const helpEs = {
  'command.menu': 'Menú',
  'menu.title': 'Menú',
  'menu.here': 'En esta pantalla',
  'menu.act': 'Acto',
  'menu.list': 'Lista',
  'menu.go': 'Ir a',
  'menu.case': 'Causa',
  'menu.paper': 'Documento',
  'menu.office': 'Oficina y línea',
  'menu.token': 'Token y tandas',
  'menu.view': 'Ver',
  'menu.help': 'Ayuda',
  'help.title': 'Ayuda: {place}',
  'help.paper':
    'A la izquierda, la lista; acá, el acto que está elegido, tal como se va a firmar o como se firmó. Al pie está la decisión: firmar, devolver, ver la causa. Un acto cuenta como leído cuando se dibujó su primera foja. Ctrl+Shift+G lleva a una foja o a un acto de la causa por su número, con línea o sin ella. Nada se firma sin pasar por la pantalla de firma y el PIN.',
  'help.find':
    'Busca en todo lo que está en esta PC, con línea o sin ella: actos, piezas, borradores, carátulas y partes. Cada palabra tiene que estar, entera o como comienzo. Lo que usted no puede ver no aparece ni se cuenta. Al pie se dice cuánto falta leer y qué no tiene texto. Flecha abajo pasa a los resultados; Enter abre el acto en la foja, con las palabras marcadas.',
  'help.cases':
    'Las causas de la oficina y la serie de la oficina. Se abre una con línea o sin ella: sale con número provisorio, y el repositorio le da después el definitivo; quedan los dos. Dentro de la causa se agregan piezas con su huella y se imprime la constancia para quien vino. Alt+Shift+C guarda la causa entera en un solo PDF, con carátula, índice y fojas.',
  'help.agenda':
    'Las audiencias de la dependencia, de hoy, de mañana, de siete días o todas las que vienen, según lo que se fijó en cada causa (Alt+Shift+H, con la causa en la mano). La fecha se comparte con los demás puestos; si todavía no se envió, o si es de esta PC solamente, se dice. De cada causa se ve cuántos documentos de sus actos están en esta PC: los de una audiencia próxima llegan primero desde un día y medio antes. Enter abre la causa; F9 imprime la lista.',
  'help.people':
    'Cómo está inscripto este equipo ante el repositorio y qué permisos vale: hasta cuándo, y hasta cuándo sin línea. Se inscribe con el token, con un código de un solo uso o con el usuario institucional. Sistemas ve acá a las personas y sus equipos; auditoría, quién leyó qué. La secretaría y sistemas ven qué calendario judicial rige, desde cuándo y quién lo publicó, y publican el siguiente desde un archivo.',
  'help.seat':
    'Las dependencias y funciones que le asignaron. Al cambiar, lo que está sin enviar queda guardado y se sigue enviando.',
  'help.notes':
    'Lo que se anota de un acto sin cambiarlo: un visado, un retiro, una notificación, una reserva. Cada anotación lleva quién y cuándo, y no se borra.',
  'help.home':
    'La copia de lo que solo existe en esta PC: dónde está, de cuándo es, si se puede leer. Desde acá también se lleva la cola en un pendrive cuando no hay línea, y se trae la respuesta; y se hace llegar la encomienda de otra dependencia que no la tiene.',
  'help.signing':
    'Lo que se va a firmar, con qué certificado, en qué carácter y cuántas veces se pedirá el PIN. El PIN se escribe en una ventana aparte y se usa una sola vez. Si se retira el token, lo firmado queda guardado: vuelva a conectarlo y siga con F9. Una tanda se puede pausar o detener después del acto en curso.',
  'help.settings':
    'Idioma, colores, tamaño de las filas y lo que su institución dejó decidir a cada uno. Lo que fijó la institución se muestra con candado. Ctrl+Shift+L bloquea el puesto; se abre con su token o con su frase de paso.',
  'help.keys':
    'Todas las teclas, por menú. F1 desde cualquier pantalla muestra primero la ayuda de esa pantalla; Esc vuelve a donde estaba.',
  'help.token':
    'Los tokens y lectores que se ven, sus certificados y cuándo vencen. El diagnóstico dice qué falta y qué hacer. El PIN se cambia o se desbloquea desde acá; cada intento lo decide usted: el programa nunca prueba dos veces.',
  'help.report':
    'Qué dice cada firma de este acto, en palabras: si vale, de quién es, cuándo se hizo y hasta cuándo se puede probar. Todo se comprueba acá mismo, contra los bytes guardados.',
  'help.health':
    'Qué firmas de la causa se pueden probar hasta cuándo, primero las que vencen antes, y una acción para renovarlas todas.',
  'help.line':
    'Qué espera la línea: lo que sale, lo que llega, lo que se apartó y por qué. Nada se pierde por un corte. Los cortes quedan anotados: con ellos se redacta el acta de contingencia.',
  'help.verify': 'Comprueba cualquier archivo firmado. No se guarda ni se envía nada de él.',
  'help.drafts':
    'Los textos de la oficina. Se empieza de un modelo; al costado se ve lo que falta. Se guarda solo cada pocos segundos y ningún texto se pierde: si dos personas escribieron sin línea, los dos textos quedan uno junto al otro. Pasar a la firma congela exactamente lo que se ve.',
} as const;

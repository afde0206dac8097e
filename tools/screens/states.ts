/** Screens and states that take a token, a colleague or an accident to reach: taken in the window over an office that is made up for them. */
export interface State {
  /** Names its picture's file. */
  readonly id: string;
  readonly title: string;
  /** Of `test/renderer/scenes.ts`, where each is also held against every theme, language and size. */
  readonly scene: string;
}

export const states: readonly State[] = [
  { id: 'primer-inicio', title: 'El primer inicio de una PC', scene: 'first-start' },
  { id: 'primer-inicio-alta', title: 'Primer inicio: el alta del equipo', scene: 'people' },
  { id: 'primer-inicio-llegan', title: 'Primer inicio: llegan las novedades', scene: 'tray-settling' },
  { id: 'primer-inicio-vacia', title: 'Primer inicio: todavía no hay actos', scene: 'tray-empty' },
  { id: 'bloqueo', title: 'El programa bloqueado', scene: 'locked' },
  { id: 'cambiar-de-persona', title: 'Quién se sienta, en qué dependencia y con qué cargo', scene: 'seats' },
  { id: 'puesto-terminado', title: 'Puestos cuya asignación se quitó o venció', scene: 'seats-ended' },
  { id: 'bloqueo-compartido', title: 'Una PC de dos personas, bloqueada', scene: 'locked-people' },
  { id: 'auditoria', title: 'Lo que ve quien audita', scene: 'auditor' },
  { id: 'personas-equipos', title: 'Personas, equipos y accesos, para informática', scene: 'people-it' },
  { id: 'personas-lista', title: 'Una lista de personas que no se incorpora, y por qué', scene: 'people-list-refused' },
  { id: 'pin', title: 'La ventana del PIN', scene: 'pin' },
  { id: 'pin-equivocado', title: 'Un PIN equivocado', scene: 'pin-wrong' },
  { id: 'pin-ultimo', title: 'El último intento', scene: 'pin-last' },
  { id: 'pin-bloqueado', title: 'El token bloqueado', scene: 'pin-locked' },
  { id: 'pin-teclado', title: 'El PIN en el teclado del lector', scene: 'pin-pad' },
  { id: 'pin-nuevo', title: 'Cambiar el PIN', scene: 'pin-change' },
  { id: 'causa', title: 'La ficha de una causa', scene: 'case-sheet' },
  { id: 'causa-nueva', title: 'Abrir una causa', scene: 'cases-new' },
  { id: 'pieza', title: 'Agregar una pieza', scene: 'case-piece' },
  { id: 'pieza-papel', title: 'Un acto hecho en papel', scene: 'piece-on-paper' },
  { id: 'constancia', title: 'La constancia para el ciudadano', scene: 'case-receipt' },
  { id: 'borrador-nuevo', title: 'Empezar un borrador de un modelo', scene: 'drafts-new' },
  { id: 'borrador', title: 'Escribir un borrador', scene: 'drafts-template' },
  { id: 'borrador-citar', title: 'Citar un acto anterior', scene: 'drafts-citing' },
  { id: 'borrador-ortografia', title: 'Ortografía', scene: 'drafts-spelling' },
  { id: 'borrador-abreviaturas', title: 'Abreviaturas', scene: 'drafts-macros' },
  { id: 'borrador-historia', title: 'La historia de un borrador, comparada', scene: 'drafts-history' },
  { id: 'borrador-dos-textos', title: 'Dos textos del mismo borrador', scene: 'drafts-beside' },
  { id: 'borrador-firma', title: 'Pasar a la firma: el papel congelado', scene: 'drafts-propose' },
  { id: 'revision', title: 'Revisar: observaciones en su párrafo', scene: 'drafts-review' },
  { id: 'revision-devuelta', title: 'Un borrador devuelto', scene: 'drafts-returned' },
  { id: 'firma-conjunta', title: 'Firma conjunta, en orden', scene: 'joint-act' },
  { id: 'correcciones', title: 'Un acto y los que lo corrigen', scene: 'act-corrected' },
  { id: 'filtros', title: 'Rótulos y filtros guardados', scene: 'filters' },
  { id: 'firmar-varios', title: 'Firmar varios actos', scene: 'signing-choose' },
  { id: 'firmando', title: 'Una tanda en curso', scene: 'signing-running' },
  { id: 'token-retirado', title: 'El token se retiró en medio de una tanda', scene: 'signing-token-removed' },
  { id: 'firmado-resumen', title: 'Lo que quedó firmado', scene: 'signing-done' },
  { id: 'recibo-invalido', title: 'Un recibo que no corresponde', scene: 'receipt-invalid' },
  { id: 'informe-roto', title: 'Un documento alterado', scene: 'report-broken' },
  { id: 'politica', title: 'Lo que decidió la institución', scene: 'policy' },
  { id: 'actualizaciones', title: 'Actualizaciones', scene: 'updates' },
  { id: 'diagnostico', title: 'El informe de diagnóstico', scene: 'diagnostics' },
  { id: 'guia', title: 'Una práctica guiada, paso a paso', scene: 'practice-step' },
  { id: 'oficina-caida', title: 'La oficina no responde', scene: 'office-gone' },
];

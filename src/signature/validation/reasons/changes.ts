/** What is said of changes after signing. */
import type { ReasonTable } from './table.ts';

export const changesReasons: ReasonTable = {
  actionAdded: {
    'es-AR': 'Se agregó una acción que el documento firmado no tenía.',
    en: 'An action was added that the signed document did not have.',
    'pt-BR': 'Foi acrescentada uma ação que o documento assinado não tinha.',
  },
  ambiguousCatalog: {
    'es-AR': 'El catálogo del documento dice algo dos veces.',
    en: 'The document’s catalog says something twice.',
    'pt-BR': 'O catálogo do documento diz algo duas vezes.',
  },
  ambiguousObject: {
    'es-AR': 'Un objeto agregado dice algo dos veces.',
    en: 'An added object says something twice.',
    'pt-BR': 'Um objeto acrescentado diz algo duas vezes.',
  },
  ambiguousTrailer: {
    'es-AR': 'El final agregado del archivo dice algo dos veces.',
    en: 'An added trailer says something twice.',
    'pt-BR': 'O final acrescentado do arquivo diz algo duas vezes.',
  },
  annotation: {
    'es-AR': 'Se agregaron o cambiaron anotaciones.',
    en: 'Annotations were added or changed.',
    'pt-BR': 'Foram acrescentadas ou alteradas anotações.',
  },
  annotationRemoved: {
    'es-AR': 'Se quitó una anotación.',
    en: 'An annotation was removed.',
    'pt-BR': 'Uma anotação foi retirada.',
  },
  annotationsChanged: {
    'es-AR': 'Se cambiaron anotaciones y el documento firmado no dice que se pueda.',
    en: 'Annotations changed, and the signed document does not say that they may.',
    'pt-BR': 'Mudaram anotações e o documento assinado não diz que se pode.',
  },
  buttonChanged: {
    'es-AR': 'Se cambió un botón del formulario.',
    en: 'A button of the form was changed.',
    'pt-BR': 'Um botão do formulário foi alterado.',
  },
  buttonRedrawn: {
    'es-AR': 'Se redibujó un botón del formulario.',
    en: 'A button of the form was redrawn.',
    'pt-BR': 'Um botão do formulário foi redesenhado.',
  },
  catalogChanged: {
    'es-AR': 'Se cambió el catálogo del documento.',
    en: 'The document’s catalog was changed.',
    'pt-BR': 'O catálogo do documento foi alterado.',
  },
  changesUnreadable: {
    'es-AR': 'Lo agregado después de la firma no se puede examinar.',
    en: 'What was added after signing cannot be examined.',
    'pt-BR': 'O que foi acrescentado depois da assinatura não pode ser examinado.',
  },
  contentChanged: {
    'es-AR': 'Se cambió el contenido del documento.',
    en: 'The content of the document was changed.',
    'pt-BR': 'O conteúdo do documento foi alterado.',
  },
  coveringAnnotation: {
    'es-AR': 'Una anotación agregada tapa el contenido firmado.',
    en: 'An added annotation covers signed content.',
    'pt-BR': 'Uma anotação acrescentada tapa o conteúdo assinado.',
  },
  coveringSignature: {
    'es-AR': 'Una firma agregada tapa el contenido firmado.',
    en: 'An added signature covers signed content.',
    'pt-BR': 'Uma assinatura acrescentada tapa o conteúdo assinado.',
  },
  documentTimestamp: {
    'es-AR': 'Se agregó un sello de tiempo del documento.',
    en: 'A document time-stamp was added.',
    'pt-BR': 'Foi acrescentado um carimbo do tempo do documento.',
  },
  encryptionChanged: {
    'es-AR': 'Se cambió el cifrado del documento.',
    en: 'The document’s encryption was changed.',
    'pt-BR': 'A cifragem do documento foi alterada.',
  },
  extensions: {
    'es-AR': 'Se nombraron las extensiones de la norma que usa el documento.',
    en: 'The extensions of the standard that the document uses were named.',
    'pt-BR': 'Foram nomeadas as extensões da norma que o documento usa.',
  },
  fieldChanged: {
    'es-AR': 'Se cambió un campo del formulario.',
    en: 'A form field was changed.',
    'pt-BR': 'Um campo do formulário foi alterado.',
  },
  fieldNameTaken: {
    'es-AR': 'Un campo agregado usa el nombre de otro.',
    en: 'An added field takes another’s name.',
    'pt-BR': 'Um campo acrescentado usa o nome de outro.',
  },
  fieldRemoved: {
    'es-AR': 'Se quitó un campo del formulario.',
    en: 'A form field was removed.',
    'pt-BR': 'Um campo do formulário foi retirado.',
  },
  foreignField: {
    'es-AR': 'Se agregó un campo que no es de firma.',
    en: 'A field that is not for signing was added.',
    'pt-BR': 'Foi acrescentado um campo que não é de assinatura.',
  },
  foreignWidget: {
    'es-AR': 'Una página muestra un campo que no le corresponde.',
    en: 'A page shows a field that is not its own.',
    'pt-BR': 'Uma página mostra um campo que não lhe corresponde.',
  },
  formChanged: {
    'es-AR': 'Se cambió el formulario.',
    en: 'The form was changed.',
    'pt-BR': 'O formulário foi alterado.',
  },
  formFill: {
    'es-AR': 'Se completaron campos del formulario.',
    en: 'Form fields were filled in.',
    'pt-BR': 'Campos do formulário foram preenchidos.',
  },
  formRedrawn: {
    'es-AR': 'Se redibujaron campos del formulario.',
    en: 'Form fields were redrawn.',
    'pt-BR': 'Campos do formulário foram redesenhados.',
  },
  formRemoved: {
    'es-AR': 'Se quitó el formulario.',
    en: 'The form was removed.',
    'pt-BR': 'O formulário foi retirado.',
  },
  formResourcesChanged: {
    'es-AR': 'Se cambió lo que el formulario usa para mostrarse.',
    en: 'What the form is shown with was changed.',
    'pt-BR': 'Mudou aquilo com que o formulário se mostra.',
  },
  hiddenObject: {
    'es-AR': 'Hay un objeto que otros programas leerían de otra manera.',
    en: 'There is an object that other programs would read differently.',
    'pt-BR': 'Há um objeto que outros programas leriam de outro modo.',
  },
  holeFilled: {
    'es-AR': 'Se agregó un objeto al que el documento firmado ya se refería.',
    en: 'An object was added to which the signed document already referred.',
    'pt-BR': 'Foi acrescentado um objeto ao qual o documento assinado já se referia.',
  },
  hybrid: {
    'es-AR': 'Lo agregado está listado de dos maneras que pueden no coincidir.',
    en: 'What was added is listed in two ways that may disagree.',
    'pt-BR': 'O que foi acrescentado está listado de duas maneiras que podem não coincidir.',
  },
  lockedField: {
    'es-AR': 'Se cambió un campo bloqueado por la firma.',
    en: 'A field locked by the signature was changed.',
    'pt-BR': 'Um campo bloqueado pela assinatura foi alterado.',
  },
  metadata: {
    'es-AR': 'Se cambió la descripción del documento (metadatos).',
    en: 'The description of the document (metadata) was changed.',
    'pt-BR': 'A descrição do documento (metadados) foi alterada.',
  },
  metadataOdd: {
    'es-AR': 'Los metadatos agregados no son lo que dicen ser.',
    en: 'The added metadata is not what it says.',
    'pt-BR': 'Os metadados acrescentados não são o que dizem ser.',
  },
  modified: {
    'es-AR': 'El documento fue modificado.',
    en: 'The document was changed.',
    'pt-BR': 'O documento foi modificado.',
  },
  notPermitted: {
    'es-AR': 'El documento certificado prohíbe ese cambio.',
    en: 'The certified document forbids that change.',
    'pt-BR': 'O documento certificado proíbe essa mudança.',
  },
  objectRemoved: {
    'es-AR': 'Se quitó un objeto del documento.',
    en: 'An object was removed from the document.',
    'pt-BR': 'Um objeto foi retirado do documento.',
  },
  oddAnnotation: {
    'es-AR': 'Se agregó una anotación mal formada.',
    en: 'A malformed annotation was added.',
    'pt-BR': 'Foi acrescentada uma anotação malformada.',
  },
  oddPlace: {
    'es-AR': 'Un campo agregado está donde no debe.',
    en: 'An added field stands where it should not.',
    'pt-BR': 'Um campo acrescentado está onde não deve.',
  },
  overlappingObjects: {
    'es-AR': 'Los objetos agregados se superponen.',
    en: 'Added objects overlap.',
    'pt-BR': 'Os objetos acrescentados se sobrepõem.',
  },
  pageChanged: { 'es-AR': 'Se cambió una página.', en: 'A page was changed.', 'pt-BR': 'Uma página foi alterada.' },
  repaired: {
    'es-AR': 'El índice de lo agregado no es del todo correcto.',
    en: 'The cross-references added after signing are not quite right.',
    'pt-BR': 'O índice do que foi acrescentado não está de todo correto.',
  },
  revisionAbandoned: {
    'es-AR': 'El documento ya no se apoya en lo que se firmó.',
    en: 'The document no longer builds on what was signed.',
    'pt-BR': 'O documento já não se apoia no que foi assinado.',
  },
  revisionIncomplete: {
    'es-AR': 'Los bytes firmados no son un documento completo.',
    en: 'The signed bytes are not a complete document.',
    'pt-BR': 'Os bytes assinados não são um documento completo.',
  },
  signature: {
    'es-AR': 'Se agregó una firma, o un campo para una.',
    en: 'A signature, or a field for one, was added.',
    'pt-BR': 'Foi acrescentada uma assinatura, ou um campo para uma.',
  },
  signatureFieldChanged: {
    'es-AR': 'Se cambió el campo de una firma.',
    en: 'The field of a signature was changed.',
    'pt-BR': 'O campo de uma assinatura foi alterado.',
  },
  signatureReplaced: {
    'es-AR': 'Se reemplazó la firma de un campo.',
    en: 'The signature of a field was replaced.',
    'pt-BR': 'A assinatura de um campo foi substituída.',
  },
  unreferencedContent: {
    'es-AR': 'Hay contenido agregado que nada en el documento declara.',
    en: 'There is added content that nothing in the document accounts for.',
    'pt-BR': 'Há conteúdo acrescentado que nada no documento declara.',
  },
  unsignedField: {
    'es-AR': 'Se agregó un campo de firma sin firmar.',
    en: 'An unsigned signature field was added.',
    'pt-BR': 'Foi acrescentado um campo de assinatura não assinado.',
  },
  validationData: {
    'es-AR': 'Se agregaron datos de validación.',
    en: 'Validation data was added.',
    'pt-BR': 'Foram acrescentados dados de validação.',
  },
  validationDataRemoved: {
    'es-AR': 'Se quitaron datos de validación.',
    en: 'Validation data was removed.',
    'pt-BR': 'Dados de validação foram retirados.',
  },
  valueNotShown: {
    'es-AR': 'Un campo muestra algo distinto de su valor.',
    en: 'A field shows something else than its value.',
    'pt-BR': 'Um campo mostra algo diferente do seu valor.',
  },
  visibleEmptyField: {
    'es-AR': 'Se agregó un campo vacío que tapa la página.',
    en: 'An empty field that shows on the page was added.',
    'pt-BR': 'Foi acrescentado um campo vazio que aparece na página.',
  },
  visibleTimestamp: {
    'es-AR': 'Un sello de tiempo agregado se muestra en la página.',
    en: 'An added time-stamp shows on the page.',
    'pt-BR': 'Um carimbo do tempo acrescentado aparece na página.',
  },
};

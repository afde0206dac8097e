/** What is said of a signature itself: its place, its form, its arithmetic. */
import type { ReasonTable } from './table.ts';

export const signatureReasons: ReasonTable = {
  algorithmMismatch: {
    'es-AR': 'El resumen del contenido y la firma usan algoritmos que no concuerdan.',
    en: 'Content digest and signature name algorithms that do not agree.',
    'pt-BR': 'O resumo do conteúdo e a assinatura usam algoritmos que não concordam.',
  },
  algorithmProtection: {
    'es-AR': 'Los algoritmos no son los que se firmaron.',
    en: 'The algorithms are not the ones that were signed.',
    'pt-BR': 'Os algoritmos não são os que foram assinados.',
  },
  ambiguousDictionary: {
    'es-AR': 'El diccionario de la firma dice algo dos veces.',
    en: 'The signature dictionary says something twice.',
    'pt-BR': 'O dicionário da assinatura diz algo duas vezes.',
  },
  badAttribute: {
    'es-AR': 'Un atributo firmado no se puede leer.',
    en: 'A signed attribute cannot be read.',
    'pt-BR': 'Um atributo assinado não pode ser lido.',
  },
  badCertificate: {
    'es-AR': 'Un certificado que acompaña a la firma no se puede leer.',
    en: 'A certificate that came along cannot be read.',
    'pt-BR': 'Um certificado que acompanha a assinatura não pode ser lido.',
  },
  badSignature: {
    'es-AR': 'El valor de la firma no corresponde a la clave del firmante.',
    en: 'The signature value does not fit the signer’s key.',
    'pt-BR': 'O valor da assinatura não corresponde à chave do signatário.',
  },
  badSignatureContainer: {
    'es-AR': 'El valor de la firma no se puede leer.',
    en: 'The signature value cannot be read.',
    'pt-BR': 'O valor da assinatura não pode ser lido.',
  },
  badTimestamp: {
    'es-AR': 'Un sello de tiempo de la firma no se puede leer.',
    en: 'A time-stamp of the signature cannot be read.',
    'pt-BR': 'Um carimbo do tempo da assinatura não pode ser lido.',
  },
  byteRangeCollision: {
    'es-AR': 'El intervalo firmado deja fuera bytes de otra firma.',
    en: 'The byte range leaves out bytes of another signature.',
    'pt-BR': 'O intervalo assinado deixa de fora bytes de outra assinatura.',
  },
  byteRangeGap: {
    'es-AR': 'El intervalo firmado deja fuera algo más que el valor de la firma.',
    en: 'The byte range leaves out more than the signature value.',
    'pt-BR': 'O intervalo assinado deixa de fora mais do que o valor da assinatura.',
  },
  byteRangeMalformed: {
    'es-AR': 'Falta el intervalo firmado o está mal formado.',
    en: 'The byte range is missing or malformed.',
    'pt-BR': 'Falta o intervalo assinado ou está malformado.',
  },
  byteRangeOutside: {
    'es-AR': 'El intervalo firmado pasa del final del archivo.',
    en: 'The byte range reaches beyond the end of the file.',
    'pt-BR': 'O intervalo assinado passa do fim do arquivo.',
  },
  certificateReference: {
    'es-AR': 'La firma se refiere a otro certificado que el que la acompaña.',
    en: 'The signature refers to another certificate than the one that came along.',
    'pt-BR': 'A assinatura se refere a outro certificado que não o que a acompanha.',
  },
  certificateReferenceDigest: {
    'es-AR': 'La referencia al certificado usa un resumen que no se acepta.',
    en: 'The reference to the certificate uses a digest that is not accepted.',
    'pt-BR': 'A referência ao certificado usa um resumo que não se aceita.',
  },
  certificateReferenceSerial: {
    'es-AR': 'La referencia al certificado tiene otro emisor u otro número.',
    en: 'The reference to the certificate has another issuer or number.',
    'pt-BR': 'A referência ao certificado tem outro emissor ou outro número.',
  },
  contentMissing: {
    'es-AR': 'El contenido firmado no está en este archivo.',
    en: 'The signed content is not in this file.',
    'pt-BR': 'O conteúdo assinado não está neste arquivo.',
  },
  contentType: {
    'es-AR': 'El tipo de contenido firmado falta o es otro.',
    en: 'The signed content type is missing or another.',
    'pt-BR': 'O tipo de conteúdo assinado falta ou é outro.',
  },
  damagedDocument: {
    'es-AR': 'La estructura del documento está dañada.',
    en: 'The structure of the document is damaged.',
    'pt-BR': 'A estrutura do documento está danificada.',
  },
  digestMismatch: {
    'es-AR': 'El contenido firmado fue modificado.',
    en: 'The signed content was changed.',
    'pt-BR': 'O conteúdo assinado foi modificado.',
  },
  duplicateAttribute: {
    'es-AR': 'Un atributo firmado aparece más de una vez.',
    en: 'A signed attribute appears more than once.',
    'pt-BR': 'Um atributo assinado aparece mais de uma vez.',
  },
  embeddedContent: {
    'es-AR': 'Una firma separada trae contenido propio.',
    en: 'A detached signature carries content of its own.',
    'pt-BR': 'Uma assinatura separada traz conteúdo próprio.',
  },
  manyCertificates: {
    'es-AR': 'Acompañan demasiados certificados; solo se leyeron los primeros.',
    en: 'Too many certificates came along; only the first were read.',
    'pt-BR': 'Acompanham certificados demais; só os primeiros foram lidos.',
  },
  noContents: {
    'es-AR': 'El campo no contiene ninguna firma.',
    en: 'The field holds no signature.',
    'pt-BR': 'O campo não contém nenhuma assinatura.',
  },
  noMessageDigest: {
    'es-AR': 'Falta el resumen del contenido.',
    en: 'The digest of the content is missing.',
    'pt-BR': 'Falta o resumo do conteúdo.',
  },
  noSignedAttributes: {
    'es-AR': 'La firma no tiene atributos firmados: nada la ata a un certificado.',
    en: 'The signature has no signed attributes: nothing ties it to one certificate.',
    'pt-BR': 'A assinatura não tem atributos assinados: nada a liga a um certificado.',
  },
  noSigningCertificate: {
    'es-AR': 'El certificado del firmante no está en la firma.',
    en: 'The signer’s certificate is not in the signature.',
    'pt-BR': 'O certificado do signatário não está na assinatura.',
  },
  notBaseline: {
    'es-AR': 'No es una firma de nivel básico (PAdES o CAdES).',
    en: 'It is no baseline signature (PAdES or CAdES).',
    'pt-BR': 'Não é uma assinatura de nível básico (PAdES ou CAdES).',
  },
  notPades: {
    'es-AR': 'Es una firma PDF del tipo anterior a PAdES.',
    en: 'A PDF signature of the kind before PAdES.',
    'pt-BR': 'É uma assinatura PDF do tipo anterior a PAdES.',
  },
  oldCertificateReference: {
    'es-AR': 'La referencia al certificado es la antigua, con SHA-1.',
    en: 'The reference to the certificate is the old one, with SHA-1.',
    'pt-BR': 'A referência ao certificado é a antiga, com SHA-1.',
  },
  sharedSignature: {
    'es-AR': 'Varios campos muestran la misma firma.',
    en: 'Several fields show the same signature.',
    'pt-BR': 'Vários campos mostram a mesma assinatura.',
  },
  signerCount: {
    'es-AR': 'Una firma tiene un firmante; esta no.',
    en: 'A signature has one signer; this one has not.',
    'pt-BR': 'Uma assinatura tem um signatário; esta não.',
  },
  tooBig: {
    'es-AR': 'El archivo de la firma supera el límite.',
    en: 'The signature file is larger than the limit.',
    'pt-BR': 'O arquivo da assinatura passa do limite.',
  },
  tooMuchToDigest: {
    'es-AR': 'Las firmas del archivo se superponen más de lo debido.',
    en: 'The signatures of this file overlap more than they should.',
    'pt-BR': 'As assinaturas do arquivo se sobrepõem mais do que deviam.',
  },
  unknownAlgorithm: {
    'es-AR': 'El algoritmo de la firma no se puede verificar.',
    en: 'The algorithm is not one that can be checked.',
    'pt-BR': 'O algoritmo da assinatura não pode ser verificado.',
  },
  unknownDigest: {
    'es-AR': 'El resumen usado no se acepta.',
    en: 'The digest is not one that is accepted.',
    'pt-BR': 'O resumo usado não se aceita.',
  },
  unknownFormat: {
    'es-AR': 'El formato de la firma no se puede verificar.',
    en: 'The signature’s format is not one that can be checked.',
    'pt-BR': 'O formato da assinatura não pode ser verificado.',
  },
};

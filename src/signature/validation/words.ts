/**
 * One sentence for every verdict, for the people who have to decide what to do with a document.
 * Keys are the sub-indication, or the indication where that says it all.
 */
import type { Indication, SubIndication } from './verdict.ts';

export type Language = 'es-AR' | 'en' | 'pt-BR';

export type VerdictKey = 'TOTAL_PASSED' | SubIndication;

type Sentences = Readonly<Record<Language, string>>;

/** Sentences by verdict. What the standard tells apart but a reader need not is said alike. */
export const verdictWords: Readonly<Record<VerdictKey, Sentences>> = {
  TOTAL_PASSED: {
    'es-AR':
      'La firma es válida: el documento no cambió desde que se firmó y el certificado lleva a una autoridad de confianza.',
    en: 'The signature is valid: the document has not changed since it was signed and the certificate leads to a trusted authority.',
    'pt-BR':
      'A assinatura é válida: o documento não mudou desde que foi assinado e o certificado leva a uma autoridade confiável.',
  },
  FORMAT_FAILURE: {
    'es-AR':
      'La firma no está bien formada o el documento fue alterado después de firmarse: no vale como prueba de lo que se ve.',
    en: 'The signature is malformed or the document was altered after signing: it proves nothing about what is shown.',
    'pt-BR': 'A assinatura está malformada ou o documento foi alterado depois de assinado: não prova o que se vê.',
  },
  HASH_FAILURE: {
    'es-AR': 'El contenido firmado fue modificado después de la firma.',
    en: 'The signed content was changed after signing.',
    'pt-BR': 'O conteúdo assinado foi modificado depois da assinatura.',
  },
  SIG_CRYPTO_FAILURE: {
    'es-AR': 'El valor de la firma no corresponde a la clave del firmante.',
    en: 'The signature value does not fit the signer’s key.',
    'pt-BR': 'O valor da assinatura não corresponde à chave do signatário.',
  },
  REVOKED: {
    'es-AR': 'El certificado ya estaba revocado cuando se firmó.',
    en: 'The certificate had been revoked when the document was signed.',
    'pt-BR': 'O certificado já estava revogado quando o documento foi assinado.',
  },
  EXPIRED: {
    'es-AR': 'El certificado ya había vencido cuando se firmó.',
    en: 'The certificate had expired when the document was signed.',
    'pt-BR': 'O certificado já havia expirado quando o documento foi assinado.',
  },
  NOT_YET_VALID: {
    'es-AR': 'El certificado todavía no era válido en el momento considerado.',
    en: 'The certificate was not yet valid at the time considered.',
    'pt-BR': 'O certificado ainda não era válido no momento considerado.',
  },
  SIG_CONSTRAINTS_FAILURE: {
    'es-AR': 'A la firma le falta un dato que se exige para aceptarla.',
    en: 'The signature lacks something that is required to accept it.',
    'pt-BR': 'Falta à assinatura um dado exigido para aceitá-la.',
  },
  CHAIN_CONSTRAINTS_FAILURE: {
    'es-AR': 'El certificado no es apto para esta clase de firma.',
    en: 'The certificate is not fit for this kind of signature.',
    'pt-BR': 'O certificado não é adequado para este tipo de assinatura.',
  },
  CERTIFICATE_CHAIN_GENERAL_FAILURE: {
    'es-AR': 'La cadena de certificados tiene un error: un emisor no estaba autorizado a emitir.',
    en: 'The chain of certificates is wrong: an issuer was not entitled to issue.',
    'pt-BR': 'A cadeia de certificados tem um erro: um emissor não estava autorizado a emitir.',
  },
  CRYPTO_CONSTRAINTS_FAILURE: {
    'es-AR': 'La firma usa un algoritmo o una clave que ya no ofrece garantías.',
    en: 'The signature uses an algorithm or key that no longer offers assurance.',
    'pt-BR': 'A assinatura usa um algoritmo ou uma chave que já não oferece garantias.',
  },
  POLICY_PROCESSING_ERROR: {
    'es-AR': 'No se pudo aplicar la política de firma.',
    en: 'The signature policy could not be applied.',
    'pt-BR': 'Não foi possível aplicar a política de assinatura.',
  },
  SIGNATURE_POLICY_NOT_AVAILABLE: {
    'es-AR': 'No se dispone de la política de firma que el documento menciona.',
    en: 'The signature policy that the document names is not available.',
    'pt-BR': 'A política de assinatura mencionada pelo documento não está disponível.',
  },
  TIMESTAMP_ORDER_FAILURE: {
    'es-AR': 'Los sellos de tiempo no están en un orden posible.',
    en: 'The time-stamps are not in a possible order.',
    'pt-BR': 'Os carimbos do tempo não estão em uma ordem possível.',
  },
  NO_SIGNING_CERTIFICATE_FOUND: {
    'es-AR': 'No se encontró el certificado del firmante.',
    en: 'The signer’s certificate was not found.',
    'pt-BR': 'O certificado do signatário não foi encontrado.',
  },
  NO_CERTIFICATE_CHAIN_FOUND: {
    'es-AR': 'La firma está íntegra, pero el certificado no lleva a ninguna autoridad en la que se confíe acá.',
    en: 'The signature is intact, but the certificate leads to no authority that is trusted here.',
    'pt-BR': 'A assinatura está íntegra, mas o certificado não leva a nenhuma autoridade confiável aqui.',
  },
  NO_CERTIFICATE_CHAIN_FOUND_NO_POE: {
    'es-AR': 'El certificado no lleva a una autoridad de confianza y nada prueba que antes llevara.',
    en: 'The certificate leads to no trusted authority and nothing proves that it once did.',
    'pt-BR': 'O certificado não leva a uma autoridade confiável e nada prova que antes levasse.',
  },
  REVOKED_NO_POE: {
    'es-AR': 'El certificado fue revocado y nada prueba que se haya firmado antes.',
    en: 'The certificate was revoked and nothing proves that the document was signed before.',
    'pt-BR': 'O certificado foi revogado e nada prova que o documento tenha sido assinado antes.',
  },
  REVOKED_CA_NO_POE: {
    'es-AR': 'El certificado de una autoridad emisora fue revocado y nada prueba que se haya firmado antes.',
    en: 'An issuing authority’s certificate was revoked and nothing proves that the document was signed before.',
    'pt-BR':
      'O certificado de uma autoridade emissora foi revogado e nada prova que o documento tenha sido assinado antes.',
  },
  OUT_OF_BOUNDS_NOT_REVOKED: {
    'es-AR': 'El certificado ya venció; no estaba revocado, pero nada prueba que se haya firmado mientras valía.',
    en: 'The certificate has expired; it was not revoked, but nothing proves that the document was signed while it was valid.',
    'pt-BR': 'O certificado já expirou; não estava revogado, mas nada prova que se tenha assinado enquanto valia.',
  },
  OUT_OF_BOUNDS_NO_POE: {
    'es-AR': 'El certificado ya venció y ningún sello de tiempo prueba que se haya firmado mientras valía.',
    en: 'The certificate has expired and no time-stamp proves that the document was signed while it was valid.',
    'pt-BR': 'O certificado já expirou e nenhum carimbo do tempo prova que se tenha assinado enquanto valia.',
  },
  REVOCATION_OUT_OF_BOUNDS_NO_POE: {
    'es-AR': 'Los datos de revocación ya vencieron y nada prueba que se obtuvieron a tiempo.',
    en: 'The revocation data has expired and nothing proves that it was obtained in time.',
    'pt-BR': 'Os dados de revogação já expiraram e nada prova que foram obtidos a tempo.',
  },
  CRYPTO_CONSTRAINTS_FAILURE_NO_POE: {
    'es-AR': 'La firma usa un algoritmo superado y nada prueba que se haya hecho cuando todavía era seguro.',
    en: 'The signature uses an outdated algorithm and nothing proves that it was made while that was still safe.',
    'pt-BR': 'A assinatura usa um algoritmo superado e nada prova que tenha sido feita quando ainda era seguro.',
  },
  NO_POE: {
    'es-AR': 'Nada prueba cuándo existía ya la firma.',
    en: 'Nothing proves when the signature already existed.',
    'pt-BR': 'Nada prova quando a assinatura já existia.',
  },
  TRY_LATER: {
    'es-AR': 'Todavía no se puede saber si el certificado estaba revocado: hay que volver a verificar con conexión.',
    en: 'Whether the certificate was revoked cannot be known yet: verify again with a connection.',
    'pt-BR': 'Ainda não é possível saber se o certificado estava revogado: verifique novamente com conexão.',
  },
  SIGNED_DATA_NOT_FOUND: {
    'es-AR': 'No se tiene el contenido que la firma cubre.',
    en: 'The content that the signature covers is not at hand.',
    'pt-BR': 'O conteúdo coberto pela assinatura não está disponível.',
  },
};

/** What an electronic signature is, beside whether it holds. */
const electronicWords: Sentences = {
  'es-AR': 'Es una firma electrónica, no digital: si se la niega, quien la invoca debe probarla (Ley 25.506, art. 5).',
  en: 'It is an electronic signature, not a digital one: if it is denied, whoever relies on it has to prove it (Ley 25.506, art. 5).',
  'pt-BR': 'É uma assinatura eletrônica, não digital: se for negada, quem a invoca deve prová-la (Ley 25.506, art. 5).',
};

/** What is said of a verdict; `signer` with it, so that an electronic signature is always called one. */
export interface SaidVerdict {
  readonly indication: Indication;
  readonly subIndication: SubIndication | null;
  readonly signer?: { readonly electronic: boolean } | null;
}

/** The sentence for a verdict. Of an electronic signature it says so, whatever became of it. */
export function verdictSentence({ indication, subIndication, signer }: SaidVerdict, language: Language): string {
  const key: VerdictKey = subIndication ?? (indication === 'TOTAL_PASSED' ? 'TOTAL_PASSED' : 'NO_POE');
  const sentence = verdictWords[key][language];
  return signer?.electronic ? `${sentence} ${electronicWords[language]}` : sentence;
}

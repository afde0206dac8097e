/** What is said of certificates, times and revocation. */
import type { ReasonTable } from './table.ts';

export const trustReasons: ReasonTable = {
  authorityRevoked: {
    'es-AR': 'El certificado de una autoridad emisora fue revocado.',
    en: 'An issuing authority’s certificate was revoked.',
    'pt-BR': 'O certificado de uma autoridade emissora foi revogado.',
  },
  anchorEnded: {
    'es-AR': 'La autoridad ya no figuraba como confiable en ese momento.',
    en: 'The authority was not listed as trusted at that moment.',
    'pt-BR': 'A autoridade já não constava como confiável naquele momento.',
  },
  trustListExpired: {
    'es-AR': 'La lista de confianza que nombra a la autoridad está vencida: hay que recibir una nueva.',
    en: 'The trust list that names the authority has expired: a new one has to be received.',
    'pt-BR': 'A lista de confiança que indica a autoridade está vencida: é preciso receber uma nova.',
  },
  certificateExpired: {
    'es-AR': 'El certificado había vencido.',
    en: 'The certificate had expired.',
    'pt-BR': 'O certificado havia expirado.',
  },
  certificateForged: {
    'es-AR': 'El emisor no firmó ese certificado.',
    en: 'The issuer did not sign that certificate.',
    'pt-BR': 'O emissor não assinou esse certificado.',
  },
  certificateNotYetValid: {
    'es-AR': 'El certificado todavía no era válido.',
    en: 'The certificate was not valid yet.',
    'pt-BR': 'O certificado ainda não era válido.',
  },
  keyUsage: {
    'es-AR': 'El certificado no permite firmar.',
    en: 'The certificate’s key usage does not allow signatures.',
    'pt-BR': 'O certificado não permite assinar.',
  },
  kindsMixed: {
    'es-AR': 'El certificado y su autoridad no son de la misma clase de firma: una es electrónica y la otra no.',
    en: 'The certificate and its authority are not for the same kind of signature: one is electronic, the other is not.',
    'pt-BR': 'O certificado e sua autoridade não são da mesma classe de assinatura: uma é eletrônica e a outra não.',
  },
  nameNotPermitted: {
    'es-AR': 'Un nombre del certificado está fuera de lo que su autoridad puede certificar.',
    en: 'A name in the certificate is outside what its authority may certify.',
    'pt-BR': 'Um nome do certificado está fora do que sua autoridade pode certificar.',
  },
  noTrustedPath: {
    'es-AR': 'El certificado no lleva a ninguna autoridad de confianza.',
    en: 'No path leads from the certificate to a trusted authority.',
    'pt-BR': 'O certificado não leva a nenhuma autoridade confiável.',
  },
  notAuthority: {
    'es-AR': 'Un emisor no es una autoridad certificante.',
    en: 'An issuer is no authority.',
    'pt-BR': 'Um emissor não é uma autoridade certificadora.',
  },
  notTimeStampAuthority: {
    'es-AR': 'El certificado no es exclusivo para sellos de tiempo.',
    en: 'The certificate is not one for time-stamps alone.',
    'pt-BR': 'O certificado não é exclusivo para carimbos do tempo.',
  },
  oldAlgorithm: {
    'es-AR': 'El algoritmo está superado, pero está probado que se usó cuando era seguro.',
    en: 'The algorithm is outdated, but this is proven to be from before.',
    'pt-BR': 'O algoritmo está superado, mas está provado que foi usado quando era seguro.',
  },
  olderThanCertificate: {
    'es-AR': 'La firma es anterior al certificado del firmante.',
    en: 'The signature is older than the signer’s certificate.',
    'pt-BR': 'A assinatura é anterior ao certificado do signatário.',
  },
  onHold: {
    'es-AR': 'El certificado está suspendido.',
    en: 'The certificate is suspended.',
    'pt-BR': 'O certificado está suspenso.',
  },
  outdatedAlgorithm: {
    'es-AR': 'El algoritmo está superado y nada prueba que se usó cuando era seguro.',
    en: 'The algorithm is outdated and nothing proves that this is from before.',
    'pt-BR': 'O algoritmo está superado e nada prova que foi usado quando era seguro.',
  },
  pathTooLong: {
    'es-AR': 'La cadena de certificados es más larga de lo permitido.',
    en: 'The path is longer than allowed.',
    'pt-BR': 'A cadeia de certificados é mais longa do que o permitido.',
  },
  policyNotPermitted: {
    'es-AR': 'La cadena no cumple las políticas de certificación exigidas.',
    en: 'The path does not meet the certificate policies that are demanded.',
    'pt-BR': 'A cadeia não cumpre as políticas de certificação exigidas.',
  },
  revocationNeverKnown: {
    'es-AR': 'Nada muestra que el certificado no estuviera revocado a tiempo, y ya nadie lo publica.',
    en: 'Nothing shows that the certificate had not been revoked in time, and nobody publishes it any more.',
    'pt-BR': 'Nada mostra que o certificado não estivesse revogado a tempo, e ninguém mais o publica.',
  },
  revocationNotChecked: {
    'es-AR': 'No se miró si los certificados estaban revocados.',
    en: 'Whether the certificates were revoked was not looked at.',
    'pt-BR': 'Não se verificou se os certificados estavam revogados.',
  },
  revocationOld: {
    'es-AR': 'Lo que se sabe de la revocación es antiguo.',
    en: 'What is known about revocation is old.',
    'pt-BR': 'O que se sabe da revogação é antigo.',
  },
  revocationStale: {
    'es-AR': 'Lo que se sabe de la revocación es demasiado antiguo.',
    en: 'What is known about revocation is too old.',
    'pt-BR': 'O que se sabe da revogação é antigo demais.',
  },
  revocationUnknown: {
    'es-AR': 'Acá no se sabe si el certificado estaba revocado.',
    en: 'Whether the certificate was revoked is not known here.',
    'pt-BR': 'Aqui não se sabe se o certificado estava revogado.',
  },
  revocationUnproven: {
    'es-AR': 'Nada prueba que el dato de revocación se obtuvo mientras valía el certificado de quien lo emitió.',
    en: 'Nothing proves that the revocation data is from when its issuer’s certificate was valid.',
    'pt-BR': 'Nada prova que o dado de revogação foi obtido enquanto valia o certificado de quem o emitiu.',
  },
  revoked: {
    'es-AR': 'El certificado del firmante fue revocado y nada prueba que se firmó antes.',
    en: 'The signer’s certificate was revoked and nothing proves that this was signed before.',
    'pt-BR': 'O certificado do signatário foi revogado e nada prova que se assinou antes.',
  },
  revokedLater: {
    'es-AR': 'Un certificado fue revocado después; está probado que esto ya existía.',
    en: 'A certificate was revoked later; this is proven to have existed before.',
    'pt-BR': 'Um certificado foi revogado depois; está provado que isto já existia.',
  },
  searchTooLong: {
    'es-AR': 'Hay demasiados certificados para encontrar un camino entre ellos.',
    en: 'There are too many certificates to find a path among them.',
    'pt-BR': 'Há certificados demais para encontrar um caminho entre eles.',
  },
  signedAfterExpiry: {
    'es-AR': 'Se firmó cuando el certificado ya había vencido.',
    en: 'It was signed when the certificate had expired.',
    'pt-BR': 'Assinou-se quando o certificado já havia expirado.',
  },
  signedAfterRevocation: {
    'es-AR': 'Se firmó cuando el certificado ya estaba revocado.',
    en: 'It was signed when the certificate had been revoked.',
    'pt-BR': 'Assinou-se quando o certificado já estava revogado.',
  },
  timestampFromTheFuture: {
    'es-AR': 'El sello de tiempo es posterior al momento de la verificación.',
    en: 'The time-stamp is later than the moment of checking.',
    'pt-BR': 'O carimbo do tempo é posterior ao momento da verificação.',
  },
  timestampMismatch: {
    'es-AR': 'El sello de tiempo se hizo para otra cosa.',
    en: 'The time-stamp was made for something else.',
    'pt-BR': 'O carimbo do tempo foi feito para outra coisa.',
  },
  timestampNotIntact: {
    'es-AR': 'Un sello de tiempo de la firma no se sostiene.',
    en: 'A time-stamp of the signature does not hold.',
    'pt-BR': 'Um carimbo do tempo da assinatura não se sustenta.',
  },
  timestampNotTrusted: {
    'es-AR': 'Un sello de tiempo no prueba acá ninguna hora.',
    en: 'A time-stamp proves no time here.',
    'pt-BR': 'Um carimbo do tempo não prova aqui nenhuma hora.',
  },
  timestampOrder: {
    'es-AR': 'Los sellos de tiempo no están en un orden posible.',
    en: 'The time-stamps are not in a possible order.',
    'pt-BR': 'Os carimbos do tempo não estão em uma ordem possível.',
  },
  timestampSigners: {
    'es-AR': 'Un sello de tiempo tiene exactamente un firmante.',
    en: 'A time-stamp has exactly one signer.',
    'pt-BR': 'Um carimbo do tempo tem exatamente um signatário.',
  },
  unprocessedExtension: {
    'es-AR': 'Un certificado pone un límite que no se puede comprobar.',
    en: 'A certificate sets a limit that cannot be checked.',
    'pt-BR': 'Um certificado impõe um limite que não se pode verificar.',
  },
  weakAlgorithm: {
    'es-AR': 'El algoritmo o la clave no prueban nada.',
    en: 'The algorithm or key proves nothing.',
    'pt-BR': 'O algoritmo ou a chave não provam nada.',
  },
  weakCertificate: {
    'es-AR': 'Un certificado se hizo con un algoritmo o una clave que no se aceptan.',
    en: 'A certificate was made with an algorithm or key that is not accepted.',
    'pt-BR': 'Um certificado foi feito com um algoritmo ou uma chave que não se aceitam.',
  },
};

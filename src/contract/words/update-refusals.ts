import type { Locale } from '../locale.ts';
import type { UpdateRefusal } from '../update-facts.ts';

/** Why a version is not taken, as the end of a sentence (no full stop), and what to do. */
export const updateRefusals: Readonly<
  Record<Locale, Readonly<Record<UpdateRefusal, { readonly why: string; readonly next: string }>>>
> = {
  'es-AR': {
    noRoot: {
      why: 'esta instalación no trae con qué comprobar las versiones nuevas',
      next: 'Avise a sistemas: falta la raíz de confianza de las actualizaciones.',
    },
    rogueRoot: {
      why: 'viene con una raíz de confianza que no firmaron los responsables',
      next: 'Avise a sistemas con el código: alguien ofrece versiones que no son de la organización.',
    },
    unsigned: {
      why: 'no tiene las firmas que hacen falta',
      next: 'Avise a sistemas con el código: lo que se ofrece fue cambiado o no es de la organización.',
    },
    rollback: {
      why: 'lo que se ofrece es más viejo que lo que ya se vio',
      next: 'Se vuelve a intentar solo. Si se repite, avise a sistemas con el código.',
    },
    expired: {
      why: 'lo que se sabe de las versiones está vencido',
      next: 'Avise a sistemas: hay que volver a publicar, o traer un pendrive más reciente.',
    },
    mixed: {
      why: 'las piezas no corresponden unas con otras',
      next: 'Se vuelve a intentar solo. Si se repite, avise a sistemas con el código.',
    },
    wrongLength: {
      why: 'el archivo no tiene el tamaño firmado',
      next: 'Se vuelve a bajar solo. Si se repite, avise a sistemas con el código.',
    },
    wrongHash: {
      why: 'el archivo no es el que se firmó',
      next: 'Se vuelve a bajar solo. Si se repite, avise a sistemas con el código.',
    },
    name: {
      why: 'trae un nombre de archivo que no se admite',
      next: 'Avise a sistemas con el código.',
    },
    damaged: {
      why: 'lo que se ofrece no se entiende',
      next: 'Se vuelve a intentar solo. Si se repite, avise a sistemas con el código.',
    },
    clockBack: {
      why: 'el reloj de esta PC está atrasado respecto de lo que ya se vio',
      next: 'Corrija la fecha y la hora de la PC, y vuelva a intentar.',
    },
    downgrade: {
      why: 'es anterior a la instalada y nadie firmó que se vuelva a ella',
      next: 'No hace falta hacer nada. Si hay que volver atrás, lo decide sistemas.',
    },
    blocked: {
      why: 'los responsables la retiraron',
      next: 'No hace falta hacer nada: se ofrece otra en cuanto la haya.',
    },
    dataNewer: {
      why: 'los datos de esta PC ya están en una forma que esa versión no lee',
      next: 'Avise a sistemas: hay que publicar una versión que los lea.',
    },
    notForHere: {
      why: 'no es para este equipo',
      next: 'No hace falta hacer nada. Si tendría que serlo, avise a sistemas con el código.',
    },
    elsewhere: {
      why: 'otra sesión de esta PC, u otro programa, la está bajando o instalando',
      next: 'No hace falta hacer nada: cuando termine se sigue desde ahí.',
    },
    nothingWaits: {
      why: 'no hay ninguna esperando',
      next: 'Busque actualizaciones primero.',
    },
    putOff: {
      why: 'ahora no se puede instalar sin interrumpir el trabajo',
      next: 'Termine lo que está en curso; se instala al salir del programa.',
    },
    system: {
      why: 'en esta PC las versiones las instala sistemas',
      next: 'No hace falta hacer nada.',
    },
    rights: {
      why: 'instalarla necesita permisos de administrador',
      next: 'Pida a sistemas que la instale, o que habilite la instalación sola.',
    },
    publisherMissing: {
      why: 'esta instalación no dice quién tiene que firmar el instalador',
      next: 'Avise a sistemas: falta publisherName, y sin eso no se instala nada.',
    },
    publisherUnchecked: {
      why: 'el sistema no dejó comprobar la firma del instalador',
      next: 'Avise a sistemas: tiene que permitir la comprobación, y sin eso no se instala nada.',
    },
    publisherOther: {
      why: 'el instalador no lo firmó quien corresponde',
      next: 'Avise a sistemas con el código. No lo ejecute a mano.',
    },
    installerFailed: {
      why: 'el instalador del sistema no terminó bien',
      next: 'El programa sigue siendo el de antes. Avise a sistemas con el código.',
    },
    unhealthy: {
      why: 'no pasó su propia prueba, y volvió la versión anterior',
      next: 'Se puede trabajar normalmente. Avise a sistemas cuál versión fue.',
    },
  },
  en: {
    noRoot: {
      why: 'this installation brings nothing to check new versions with',
      next: 'Tell IT: the root of trust for updates is missing.',
    },
    rogueRoot: {
      why: 'it comes with a root of trust that those responsible did not sign',
      next: 'Tell IT the code: somebody offers versions that are not the organisation’s.',
    },
    unsigned: {
      why: 'it lacks the signatures it needs',
      next: 'Tell IT the code: what is offered was changed, or is not the organisation’s.',
    },
    rollback: {
      why: 'what is offered is older than what was seen before',
      next: 'It is tried again by itself. If it happens again, tell IT the code.',
    },
    expired: {
      why: 'what is known of versions is out of date',
      next: 'Tell IT: it must be published anew, or brought on a newer stick.',
    },
    mixed: {
      why: 'its pieces do not belong together',
      next: 'It is tried again by itself. If it happens again, tell IT the code.',
    },
    wrongLength: {
      why: 'the file is not as long as was signed',
      next: 'It is fetched again by itself. If it happens again, tell IT the code.',
    },
    wrongHash: {
      why: 'the file is not the one that was signed',
      next: 'It is fetched again by itself. If it happens again, tell IT the code.',
    },
    name: { why: 'it brings a file name that is not allowed', next: 'Tell IT the code.' },
    damaged: {
      why: 'what is offered cannot be understood',
      next: 'It is tried again by itself. If it happens again, tell IT the code.',
    },
    clockBack: {
      why: 'this computer’s clock is behind what was seen before',
      next: 'Set the computer’s date and time, and try again.',
    },
    downgrade: {
      why: 'it is older than the installed one, and nobody signed it as the way back',
      next: 'There is nothing to do. IT decides whether to go back.',
    },
    blocked: {
      why: 'those responsible took it back',
      next: 'There is nothing to do: another is offered as soon as there is one.',
    },
    dataNewer: {
      why: 'the data on this computer already have a shape that it cannot read',
      next: 'Tell IT: a version that reads them must be published.',
    },
    notForHere: {
      why: 'it is not for this computer',
      next: 'There is nothing to do. If it should be, tell IT the code.',
    },
    elsewhere: {
      why: 'another account of this PC, or another program, is fetching or installing it',
      next: 'Nothing needs to be done: it goes on from there when that one ends.',
    },
    nothingWaits: { why: 'none is waiting', next: 'Look for updates first.' },
    putOff: {
      why: 'it cannot be installed now without interrupting work',
      next: 'Finish what is in hand; it is installed when the program is closed.',
    },
    system: { why: 'on this computer IT installs the versions', next: 'There is nothing to do.' },
    rights: {
      why: 'installing it takes the rights of an administrator',
      next: 'Ask IT to install it, or to allow it to install itself.',
    },
    publisherMissing: {
      why: 'this installation does not say who must have signed the installer',
      next: 'Tell IT: publisherName is missing, and nothing is installed without it.',
    },
    publisherUnchecked: {
      why: 'the system did not let the installer’s signature be checked',
      next: 'Tell IT: the check must be allowed, and nothing is installed without it.',
    },
    publisherOther: {
      why: 'the installer was not signed by whom it should be',
      next: 'Tell IT the code. Do not run it by hand.',
    },
    installerFailed: {
      why: 'the system’s installer did not end well',
      next: 'The program is still the one from before. Tell IT the code.',
    },
    unhealthy: {
      why: 'it did not pass its own test, and the version before is back',
      next: 'You can work as usual. Tell IT which version it was.',
    },
  },
  'pt-BR': {
    noRoot: {
      why: 'esta instalação não traz com que conferir as versões novas',
      next: 'Avise a informática: falta a raiz de confiança das atualizações.',
    },
    rogueRoot: {
      why: 'vem com uma raiz de confiança que os responsáveis não assinaram',
      next: 'Informe o código à informática: alguém oferece versões que não são da organização.',
    },
    unsigned: {
      why: 'não tem as assinaturas necessárias',
      next: 'Informe o código à informática: o que se oferece foi alterado ou não é da organização.',
    },
    rollback: {
      why: 'o que se oferece é mais antigo do que já se viu',
      next: 'Tenta-se de novo sozinho. Se repetir, informe o código à informática.',
    },
    expired: {
      why: 'o que se sabe das versões está vencido',
      next: 'Avise a informática: é preciso publicar de novo, ou trazer um pendrive mais recente.',
    },
    mixed: {
      why: 'as peças não correspondem umas às outras',
      next: 'Tenta-se de novo sozinho. Se repetir, informe o código à informática.',
    },
    wrongLength: {
      why: 'o arquivo não tem o tamanho assinado',
      next: 'É baixado de novo sozinho. Se repetir, informe o código à informática.',
    },
    wrongHash: {
      why: 'o arquivo não é o que foi assinado',
      next: 'É baixado de novo sozinho. Se repetir, informe o código à informática.',
    },
    name: { why: 'traz um nome de arquivo que não se admite', next: 'Informe o código à informática.' },
    damaged: {
      why: 'o que se oferece não se entende',
      next: 'Tenta-se de novo sozinho. Se repetir, informe o código à informática.',
    },
    clockBack: {
      why: 'o relógio deste computador está atrasado em relação ao que já se viu',
      next: 'Corrija a data e a hora do computador, e tente de novo.',
    },
    downgrade: {
      why: 'é anterior à instalada e ninguém assinou que se volte a ela',
      next: 'Não é preciso fazer nada. Se for preciso voltar, a informática decide.',
    },
    blocked: {
      why: 'os responsáveis a retiraram',
      next: 'Não é preciso fazer nada: outra é oferecida assim que houver.',
    },
    dataNewer: {
      why: 'os dados deste computador já têm uma forma que essa versão não lê',
      next: 'Avise a informática: é preciso publicar uma versão que os leia.',
    },
    notForHere: {
      why: 'não é para este computador',
      next: 'Não é preciso fazer nada. Se deveria ser, informe o código à informática.',
    },
    elsewhere: {
      why: 'outra conta deste PC, ou outro programa, está baixando ou instalando',
      next: 'Não é preciso fazer nada: quando terminar, continua dali.',
    },
    nothingWaits: { why: 'não há nenhuma à espera', next: 'Procure atualizações primeiro.' },
    putOff: {
      why: 'agora não pode ser instalada sem interromper o trabalho',
      next: 'Termine o que está em curso; instala-se ao sair do programa.',
    },
    system: { why: 'neste computador a informática instala as versões', next: 'Não é preciso fazer nada.' },
    rights: {
      why: 'instalá-la exige direitos de administrador',
      next: 'Peça à informática que a instale, ou que permita a instalação automática.',
    },
    publisherMissing: {
      why: 'esta instalação não diz quem deve assinar o instalador',
      next: 'Avise a informática: falta publisherName, e sem isso nada se instala.',
    },
    publisherUnchecked: {
      why: 'o sistema não deixou conferir a assinatura do instalador',
      next: 'Avise a informática: a conferência tem de ser permitida, e sem isso nada se instala.',
    },
    publisherOther: {
      why: 'o instalador não foi assinado por quem deveria',
      next: 'Informe o código à informática. Não o execute à mão.',
    },
    installerFailed: {
      why: 'o instalador do sistema não terminou bem',
      next: 'O programa ainda é o de antes. Informe o código à informática.',
    },
    unhealthy: {
      why: 'não passou no próprio teste, e a versão anterior voltou',
      next: 'É possível trabalhar normalmente. Informe à informática qual versão foi.',
    },
  },
};

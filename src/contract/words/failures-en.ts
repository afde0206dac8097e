import { algorithmName } from './algorithms.ts';
import type { EnrolmentRefusal } from '../failures.ts';
import { type FailureLanguage, ofTheClock } from './failure-language.ts';
import { asClause, problemWords } from './problems.ts';
import { stateWords } from './states.ts';
import { sayCopyReasons } from './copy-reasons.ts';
import { sayParcelRefusal } from './parcel-refusals.ts';
import { sayUnreadable } from './unreadable.ts';
import { updateRefusals } from './update-refusals.ts';

const kept = 'What is already signed is kept.';
const untouched = 'Nothing was signed or changed.';
const waits = 'What is signed is kept and waits in the outbox.';
const noTry = 'No PIN try was used.';

const enrolmentReasons: Readonly<Record<EnrolmentRefusal, string>> = {
  code: 'the code is wrong or no longer good',
  certificate: "the token's certificate is of no accepted authority, or not in force",
  revoked: "the token's certificate was revoked",
  revocationUnknown:
    "whether the token's certificate was revoked could not be found out, and the institution demands it",
  signature: "the token's signature is not over this challenge",
  personUnknown: 'nobody with that identity is recorded',
  provider: 'the identity service did not confirm who you are',
  notOffered: 'it does not offer this way to enrol',
  deviceTaken: "this computer's key is another person's, or was revoked",
};

/** Plain English. */
export const failuresEn: FailureLanguage = {
  kinds: {
    tokenAbsent: ({ token }) => ({
      what: token === null ? 'No token is connected.' : `The token “${token}” is not found.`,
      safe: `${kept} ${noTry}`,
      next: 'Connect the token and try again.',
    }),
    tokenRemoved: ({ token }) => ({
      what: `The token “${token}” was removed.`,
      safe: 'The acts already signed are kept; the others are still to sign.',
      next: 'Connect it again and go on with the rest.',
    }),
    driverMissing: ({ library }) => ({
      what: `The token's driver is not found (${library}).`,
      safe: untouched,
      next: 'Install it, or ask IT to install it.',
    }),
    driverUnloadable: ({ library, reason }) => ({
      what: `The token's driver (${library}) is there but cannot be loaded.`,
      safe: untouched,
      next: {
        architecture: 'It is for another kind of processor: install the version made for this system.',
        dependency: "A component is missing: install the manufacturer's program again, whole.",
        other: 'Install it again, or read the code to IT.',
      }[reason],
    }),
    driverGone: ({ library }) => ({
      what: `The token's driver (${library}) stopped working.`,
      safe: `${kept} The rest of Fojas goes on.`,
      next: 'Wait a few seconds while it loads again, then try again.',
    }),
    driverHung: ({ library }) => ({
      what: `The token's driver (${library}) does not answer.`,
      safe: kept,
      next: 'Remove the token, connect it again and try again.',
    }),
    driverParked: ({ library }) => ({
      what: `The token's driver (${library}) failed several times and was set aside.`,
      safe: kept,
      next: 'Choose “Try again” or use another token; if it happens again, tell IT.',
    }),
    pinWrong: ({ pinState }) => {
      const what = 'The PIN is not right.';
      const safe = 'Signing stopped at once; the program never repeats a try by itself.';
      if (pinState === 'locked')
        return {
          what: 'The PIN is not right and the token is now locked.',
          safe: kept,
          next: 'Unlock it with the PUK or go to your registration authority.',
        };
      if (pinState === 'finalTry')
        return {
          what: `${what} One try is left.`,
          safe,
          next: 'If you are not sure of the PIN, do not try: go to your registration authority.',
        };
      if (pinState === 'countLow')
        return { what: `${what} Few tries are left.`, safe, next: 'Check the PIN before you enter it again.' };
      return { what, safe, next: 'Sign again and enter it with care.' };
    },
    pinLocked: ({ token }) => ({
      what: `The token “${token}” is locked.`,
      safe: `${kept} What is pending is still to sign.`,
      next: 'Unlock it with the PUK or go to your registration authority.',
    }),
    pinCancelled: {
      what: 'Entering the PIN was cancelled.',
      safe: `${kept} No PIN was sent to the token after that.`,
      next: 'You can sign again whenever you like.',
    },
    pinNotConfirmed: {
      what: 'One PIN try is left and its use was not confirmed.',
      safe: noTry,
      next: 'If you are sure of the PIN, sign again and confirm; if not, go to your registration authority.',
    },
    pinLength: ({ min, max }) => ({
      what: `The PIN must have between ${min} and ${max} characters.`,
      safe: `It was not sent to the token. ${noTry}`,
      next: 'Enter it again.',
    }),
    pinNotInitialized: ({ token }) => ({
      what: `The token “${token}” has no PIN yet.`,
      safe: untouched,
      next: "Set one with the manufacturer's program or ask IT for help.",
    }),
    pukWrong: ({ pukState }) => {
      const what = 'The PUK is not right.';
      const safe = 'The PIN was not changed; the program never repeats a try by itself.';
      if (pukState === 'locked')
        return {
          what: `${what} The PUK is now locked.`,
          safe: 'The PIN was not changed.',
          next: 'Go to your registration authority: another certificate will be needed.',
        };
      if (pukState === 'finalTry')
        return { what: `${what} One try is left.`, safe, next: 'Do not try unless you are sure: ask for help.' };
      return { what, safe, next: 'Check it before you enter it again: there are few tries.' };
    },
    pukLocked: ({ token }) => ({
      what: `The PUK of the token “${token}” is locked.`,
      safe: kept,
      next: 'Go to your registration authority: the token must be reset and given another certificate.',
    }),
    newPinRefused: ({ min, max }) => ({
      what: `The token does not take that new PIN (${min} to ${max} characters).`,
      safe: 'The PIN from before still holds.',
      next: 'Choose another, without digits in a row or repeated.',
    }),
    pinChangeUnsupported: ({ token }) => ({
      what: `The token “${token}” does not allow this from Fojas.`,
      safe: 'The PIN was not changed.',
      next: "Do it with the manufacturer's program or ask IT for help.",
    }),
    loggedOut: ({ reason }) => ({
      what: {
        screenLocked: 'The token was closed because the screen was locked.',
        suspended: 'The token was closed because the computer was suspended.',
        idle: 'The token was closed because it was not used.',
      }[reason],
      safe: `${kept} The others are still to be signed.`,
      next: 'Go on with those that are left and enter the PIN again.',
    }),
    mechanismMissing: ({ algorithm }) => ({
      what: `The token cannot sign with ${algorithmName(algorithm)}.`,
      safe: untouched,
      next: 'Choose another certificate or another token.',
    }),
    certificateMissing: {
      what: 'The chosen certificate is not on the token.',
      safe: untouched,
      next: 'Connect the token that has it or choose another certificate.',
    },
    certificateAmbiguous: ({ matches }) => ({
      what: `${matches} certificates match what was asked.`,
      safe: untouched,
      next: 'Name one by its hash.',
    }),
    certificateChanged: {
      what: 'The certificate on the token is not the one that was chosen.',
      safe: 'Nothing was signed with it.',
      next: 'Choose the certificate again and sign again.',
    },
    certificateUnsuitable: ({ reason }) => ({
      what: `The certificate cannot be used to sign: ${failuresEn.unsuitable[reason]}.`,
      safe: `${untouched} ${noTry}`,
      next: 'Choose another certificate or renew it with your registration authority.',
    }),
    certificateOfAnother: ({ holder, person }) => ({
      what: `The certificate on the token is ${holder}'s, and this desk is ${person}'s.`,
      safe: `${untouched} ${noTry}`,
      next: 'Connect your own token, or let each person sign from their own session.',
    }),
    electronicNotAllowed: ({ actType }) => ({
      what: `${actType === '' ? 'This act' : `An act of this type (${actType})`} may not be signed electronically.`,
      safe: `${untouched} ${noTry}`,
      next: 'It is signed digitally, with a token: have it signed by somebody who has one.',
    }),
    certificateRevoked: ({ at }) => ({
      what: `The certificate was revoked (${at.slice(0, 10)}).`,
      safe: `${untouched} ${noTry}`,
      next: 'Choose another certificate, or ask your registration authority for a new one.',
    }),
    tokenBusy: {
      what: 'The token is in use by another signature.',
      safe: untouched,
      next: 'Wait until it finishes and try again.',
    },
    digestNotListed: {
      what: 'The token was asked to sign something that was not on the list approved with the PIN.',
      safe: 'The token did not sign it.',
      next: 'Sign again; if it happens again, tell IT.',
    },
    tokenError: {
      what: 'The token could not do what was asked.',
      safe: `${kept} The act in hand is still to sign.`,
      next: 'Remove the token, connect it again and try again; if it happens again, read the code to IT.',
    },
    signatureInvalid: {
      what: 'The signature the token made did not pass our check.',
      safe: 'It was neither kept nor sent: the act is still to sign.',
      next: 'Sign it again; if it happens again, do not use that token and tell IT.',
    },
    actUnknown: {
      what: 'That act is not in this office.',
      safe: 'Nothing was changed.',
      next: 'Synchronise and look for it again.',
    },
    actNotShown: {
      what: 'The act is unread.',
      safe: 'It was not signed.',
      next: "Open and read it, or ask for a colleague's approval.",
    },
    actChanged: {
      what: 'The act changed after you opened it.',
      safe: 'No version was signed or returned.',
      next: 'Open it again and read it before you decide.',
    },
    caseMoved: ({ office }) => ({
      what: `The case went to the office ${office}: here it can only be read.`,
      safe: 'Nothing was added; what was already written on this PC is still here.',
      next: 'If needed, ask that office to add it or to send the case back.',
    }),
    officeNotKnown: ({ office }) => ({
      what: `There is no office ${office} among those that the repository told of.`,
      safe: 'The case stays where it is.',
      next: 'Choose it from the list, by its name; if it is new, ask the administrator to enter it, and synchronise.',
    }),
    actsWait: ({ acts }) => ({
      what: `The case cannot go to another office: ${acts === 1 ? 'one act waits' : `${acts} acts wait`} for a signature.`,
      safe: 'The case is still this office’s, as it was.',
      next: 'Sign or withdraw those acts and order it again.',
    }),
    actForbids: ({ state }) => ({
      what: `The act is “${stateWords('en', state)}”: this can no longer be done.`,
      safe: 'The act stayed as it was.',
      next: 'Refresh the tray and look at its state.',
    }),
    notYourTurn: ({ waitingFor }) => ({
      what: `${waitingFor} signs first: it is not your turn yet.`,
      safe: untouched,
      next: 'Wait until that person has signed: the act comes back to your tray with that signature on it.',
    }),
    signerNotNamed: ({ named }) => ({
      what: `The act names ${named} to sign it, and this is another person’s desk.`,
      safe: untouched,
      next: 'Leave it to whom it names, or return it so that another person is named.',
    }),
    substituteNotInForce: ({ replaces, from, until }) => ({
      what: `The act names ${replaces}, and your appointment to stand in runs from ${from} to ${until}.`,
      safe: untouched,
      next: 'Leave it to whom it names, or ask whoever looks after people for an appointment that covers today.',
    }),
    draftNotReady: ({ lacks }) => ({
      what: {
        title: 'The draft has no title.',
        text: 'The draft has no text.',
        oneText: 'The draft has more than one text: nobody has said which one counts.',
        answer: 'This draft is before its signer already.',
      }[lacks],
      safe: 'The draft stays as it is.',
      next: {
        title: 'Write the title and put it before its signer again.',
        text: 'Write the text and put it before its signer again.',
        oneText: 'Open the texts side by side, make one of them, and put it before its signer again.',
        answer: 'Wait until it is signed or returned; a later correction is a new act.',
      }[lacks],
    }),
    draftChanged: () => ({
      what: 'The draft changed while you were looking at it.',
      safe: 'What was written is kept.',
      next: 'Read the present text and try again.',
    }),
    draftIncomplete: ({ sections, fields, citations }) => ({
      what: [
        ['Mandatory parts of the act are missing', sections],
        ['Blanks were not filled', fields],
        ['It cites acts that are not on this computer', citations],
      ]
        .filter(([, names]) => names!.length > 0)
        .map(([words, names]) => `${String(words)}: ${(names as string[]).join('; ')}.`)
        .join(' '),
      safe: 'The draft stays as it is.',
      next: 'Complete what is missing and put it before its signer again.',
    }),
    draftTooLong: ({ of, over }) => ({
      what: {
        characters: `The text is not being kept: it is longer than a draft can be, by ${over} characters.`,
        paragraphs: `The text is not being kept: it has more paragraphs than a draft can have, by ${over}.`,
        paragraph: `The text is not being kept: one paragraph is longer than it can be, by ${over} characters.`,
      }[of],
      safe: 'What was kept before is still kept; the latest stands on this screen only. Do not close Fojas.',
      next:
        of === 'paragraph'
          ? 'Divide the paragraph in two: the text is then kept by itself.'
          : 'Take out what is too much, or cut it and paste it into another draft: the text is then kept by itself.',
    }),
    importRefused: ({ reason }) => ({
      what: {
        notDocx: 'The file is not a Word document (.docx).',
        tooLarge: 'The document is too large for a draft.',
        tooSlow: 'The document took too long to read.',
        damaged: 'The document is damaged or incomplete.',
        empty: 'The document has no text.',
      }[reason],
      safe: 'The draft stays as it is.',
      next: {
        notDocx: 'Open it in your word processor and save it as .docx.',
        tooLarge: 'Remove the images, or paste the text in parts.',
        tooSlow: 'Copy the text in your word processor and paste it here.',
        damaged: 'Open it in your word processor and save it again.',
        empty: 'Choose another file, or write the text here.',
      }[reason],
    }),
    characterLacking: ({ characters }) => ({
      what: `The type that acts are set in has no such characters: ${characters}.`,
      safe: 'The draft stays as it is.',
      next: 'Replace them: on paper they would be blanks.',
    }),
    draftUnknown: {
      what: 'The draft is not on this computer.',
      safe: 'Nothing was changed.',
      next: 'Refresh the list of drafts (F5).',
    },
    documentMissing: {
      what: 'The document is not on this computer.',
      safe: 'Nothing was changed.',
      next: 'Synchronise to bring it.',
    },
    documentDamaged: {
      what: 'The stored document does not match its hash.',
      safe: 'It is neither shown nor signed.',
      next: 'Synchronise to bring it again; if it happens again, tell IT.',
    },
    pdfRefused: ({ reason }) => ({
      what: `This PDF cannot be signed: ${failuresEn.pdf[reason].why}.`,
      safe: 'The file stayed as it was.',
      next: failuresEn.pdf[reason].next,
    }),
    pdfPasswordNeeded: {
      what: 'This PDF is encrypted and its password is missing.',
      safe: 'The file stayed as it was.',
      next: 'Ask the sender for the password, or for a version without one.',
    },
    pdfPasswordWrong: {
      what: 'The password does not open this PDF.',
      safe: 'The file stayed as it was; no PIN was used.',
      next: 'Check the password (capitals, accents) and try again.',
    },
    timestampMissing: ({ detail }) => ({
      what: `No time-stamp could be had (${asClause(detail)}).`,
      safe: 'The act is signed and kept; its signature is worth the same.',
      next: 'There is nothing to do: Fojas asks again by itself. If it goes on, tell IT.',
    }),
    validationDataMissing: ({ detail }) => ({
      what: `Data to validate the signature many years from now are missing (${asClause(detail)}).`,
      safe: 'The act is signed and kept; what was added already stays.',
      next: 'There is nothing to do: Fojas looks for them again by itself. If it goes on, tell IT.',
    }),
    raiseRefused: ({ detail }) => ({
      what: `This act’s signature cannot be prolonged (${asClause(detail)}).`,
      safe: 'The signed act is still kept, unchanged.',
      next: 'Tell IT with the code: somebody has to decide what to do with this act.',
    }),
    batchUnknown: {
      what: 'That signing batch is no longer running.',
      safe: kept,
      next: 'Look at the signed acts in the tray.',
    },
    fileUnreadable: (failure) => sayUnreadable(failure, 'en'),
    fileExists: ({ file }) => ({
      what: `The file “${file}” exists already.`,
      safe: 'It was not overwritten.',
      next: 'Choose another name or another folder.',
    }),
    diskFull: {
      what: 'There is no room left on the disk.',
      safe: `${kept} What did not fit was not taken as signed.`,
      next: 'Free some room and try again.',
    },
    storeBusy: {
      what: "This office's data are in use by another copy of Fojas.",
      safe: 'Nothing was lost.',
      next: 'Close the other copy and try again.',
    },
    storeKeyWrong: {
      what: 'The key of the stored data does not fit.',
      safe: 'The data are still encrypted and whole.',
      next: 'Log in to the computer as your usual user or tell IT.',
    },
    passphraseWrong: ({ waitSeconds }) => ({
      what: 'This is not the passphrase of this desk.',
      safe: 'Your data are as they were, sealed.',
      next: waitSeconds > 0 ? `Wait ${waitSeconds} s and type it again.` : 'Type it again; capitals and spaces count.',
    }),
    deskLocked: {
      what: 'The desk is locked.',
      safe: 'Nothing was lost.',
      next: 'Open it with your token or the passphrase to go on.',
    },
    leavesUnsent: ({ files, drafts }) => ({
      what: `This desk was not emptied: the repository does not have ${files} of its files and ${drafts} of its drafts yet, and no copy holds them.`,
      safe: 'Everything is as it was.',
      next: 'Wait for a line and send, carry it on a stick, or connect the place of the second copies; then empty it again.',
    }),
    deskEmptied: {
      what: 'This desk was emptied.',
      safe: 'What only existed here lies beside it, sealed; the institution opens it with its recovery key.',
      next: 'Close the program. At the next start the desk is set up anew.',
    },
    keychainMissing: {
      what: 'This computer offers no keychain to keep the key of the stored data.',
      safe: 'Nothing was stored unprotected.',
      next: 'Log in to your desktop session as usual, or tell IT (GNOME Keyring or KWallet is missing).',
    },
    storeDamaged: ({ store }) => ({
      what: `The data file “${store}” is damaged.`,
      safe: 'Nothing was written to it.',
      next: 'Do not delete it: tell IT, to recover it from the backup.',
    }),
    copyPlaceAbsent: ({ folder }) => ({
      what: `The place of the second copy is not there: ${folder}.`,
      safe: 'What was signed is still kept on this computer.',
      next: 'Plug in that disk or stick, or bring the shared folder back; copying goes on by itself.',
    }),
    copiesNotKept: () => ({
      what: 'This repository keeps no second copies of workstations.',
      safe: 'What was signed is still kept on this computer.',
      next: 'Tell IT: the repository has to be updated, or “secondCopy” has to name a folder.',
    }),
    copyPlaceOther: ({ folder }) => ({
      what: `At ${folder} there is another disk or stick than the one of the copies before.`,
      safe: 'Nothing was written to it.',
      next: 'If it is the right one, press Copy now and confirm; if not, plug in the usual one.',
    }),
    copyDamaged: ({ file }) => ({
      what: `The second copy does not read back as it was written (${file}).`,
      safe: 'What was signed is still kept on this computer.',
      next: 'Replace the disk or stick of the copies and tell IT.',
    }),
    copyOfEnrolled: ({ deviceId }) => ({
      what: 'The copy of this desk lies at the repository under its enrolment, and the key of that was lost with the computer.',
      safe: 'The copy is still at the repository, sealed.',
      next: `Ask IT to fetch it with «fojas repository copies fetch --device ${deviceId} --to FOLDER», and name that folder here.`,
    }),
    copyMissing: ({ folder, detail }) => ({
      what: `At ${folder} there is no whole copy of this desk (${sayCopyReasons(detail, 'en')}).`,
      safe: 'Nothing was changed on this computer.',
      next: 'Name the folder where the copies of this desk lie, or another copy.',
    }),
    updateRefused: ({ reason }) => ({
      what: `The new version is not taken: ${updateRefusals.en[reason].why}.`,
      safe: 'The program stays as it was, and so do your data.',
      next: updateRefusals.en[reason].next,
    }),
    updateUnreachable: ({ source }) => ({
      what: `The place that new versions come from does not answer: ${source}.`,
      safe: 'The program stays as it was, and you can work as usual.',
      next: 'It is tried again by itself. If it lasts for days, tell IT the code.',
    }),
    parcelRefused: ({ reason }) => sayParcelRefusal(reason, 'en'),
    recoveryKeyWrong: ({ file }) => ({
      what: `The recovery key does not open the copies (${file}).`,
      safe: 'Nothing was changed on this computer.',
      next: 'Use the key file that IT keeps for this institution.',
    }),
    officeFileBroken: ({ file, places }) => ({
      what:
        places.length === 0
          ? `The configuration file “${file}” is not JSON.`
          : `The configuration file “${file}” does not hold at: ${places.join(', ')}.`,
      safe: 'Nothing was opened, and the data of this desk stayed as they were.',
      next: 'Correct that file, or ask IT to put it back, and repeat.',
    }),
    seatUnknown: ({ seat, seats }) => ({
      what: `This desk has no seat “${seat}”.`,
      safe: 'Nothing was opened.',
      next: `Choose one of those it has: ${seats.join(', ')}. “fojas seats” says whose each is.`,
    }),
    storeFromFuture: ({ store }) => ({
      what: `The data file “${store}” belongs to a newer version of Fojas.`,
      safe: 'It was not touched.',
      next: 'Update Fojas on this computer.',
    }),
    repositoryNotConfigured: {
      what: 'This office has no repository configured.',
      safe: `You can read and sign. ${waits}`,
      next: 'Ask IT to configure it.',
    },
    repositoryUnreachable: {
      what: 'There is no line to the repository.',
      safe: `You can go on working. ${waits}`,
      next: 'It is sent by itself when the line is back; synchronise to try now.',
    },
    repositoryGarbage: {
      what: 'Something that is not the repository answered.',
      safe: `Nothing of that answer was accepted. ${waits}`,
      next: "Check the connection (it may be a Wi-Fi network's login page); if it goes on, tell IT.",
    },
    repositoryDenied: ({ reason }) => {
      switch (reason) {
        case 'notEnrolled':
          return {
            what: 'This computer is not enrolled at the repository yet.',
            safe: waits,
            next: 'Enrol it under Computer and grants: with your token, a one-time code or your institutional user.',
          };
        case 'deviceRevoked':
          return {
            what: 'The repository has revoked this computer.',
            safe: 'What was signed and not sent is still here and can be brought back with the recovery key.',
            next: 'Tell IT: if it was a mistake, ask for a new code to enrol it again.',
          };
        case 'grantEnded':
          return {
            what: 'The repository has no grant of yours in force in this office.',
            safe: waits,
            next: 'Ask IT to renew the grant: it holds again at the next contact.',
          };
        case 'personsKey':
          return {
            what: 'The key in the file is a person’s, and not the office’s.',
            safe: 'No key was taken.',
            next: 'Ask whoever runs the central repository for the office’s access key: with a person’s, the other desks would be shown what that person sees, and no more.',
          };
        case undefined:
          return {
            what: 'The repository does not recognise this office.',
            safe: waits,
            next: 'Tell IT: the access key has to be renewed.',
          };
      }
    },
    enrolmentRefused: ({ reason }) => ({
      what: `The repository did not enrol this computer: ${enrolmentReasons[reason]}.`,
      safe: 'Nothing was kept or changed.',
      next: 'Check what you entered or ask IT for a new code, and try again.',
    }),
    grantEnded: ({ office, until }) => ({
      what: `Your grant in ${office} held until ${until}.`,
      safe: 'What you did is kept, and is sent when the grant is renewed.',
      next: 'Connect to the repository to renew it; if that does not help, ask IT.',
    }),
    proxySignInNeeded: ({ proxy }) => ({
      what: `The way out of the network (proxy ${proxy}) asks for a user and a password.`,
      safe: `You can go on working. ${waits}`,
      next: 'Enter them on the Line screen; if you do not have them, ask IT.',
    }),
    proxyMethodUnknown: ({ proxy, methods }) => ({
      what: `The way out (proxy ${proxy}) takes only ${methods.join(' or ')}, which this program does not speak: a password does not help.`,
      safe: `You can go on working. ${waits}`,
      next: 'Ask IT that the proxy let the repository’s address through, or take a password (Basic), or to put a go-between of this computer (Px, Cntlm) into line.proxy.',
    }),
    lineUntrusted: ({ detail }) =>
      ofTheClock.test(detail)
        ? {
            what: 'The certificate of who answers has ended or is not valid yet, by the clock of this computer.',
            safe: `Nothing was sent to it. ${waits}`,
            next: "Look at this computer's date and time and set them right if they are not today's; if they are, tell IT: the repository's certificate must be renewed.",
          }
        : {
            what: 'It could not be checked that it is the repository that answers: its certificate is not trusted.',
            safe: `Nothing was sent to it. ${waits}`,
            next: "Tell IT: the certificate's authority is missing in the configuration (line.caFile), or somebody intercepts the line.",
          },
    repositoryBusy: ({ retryAfterSeconds }) => ({
      what: 'The repository is busy or under maintenance.',
      safe: waits,
      next:
        retryAfterSeconds === null
          ? 'It is tried again by itself in a while.'
          : `It is tried again by itself in ${retryAfterSeconds} s.`,
    }),
    centreUnreachable: {
      what: "The office's repository answers; the central one does not.",
      safe: 'Drafts, trays and signatures go on from one PC to the other. What reached the office waits there: it is not registered yet.',
      next: 'Nothing needs to be done: the office sends it by itself as soon as the line is back.',
    },
    repositoryFull: {
      what: 'The repository has no room left on its disk.',
      safe: waits,
      next: 'Tell IT that the repository’s disk is full; it is tried again by itself.',
    },
    registrationRefused: ({ problem, detail, of }) => {
      const why = problemWords(failuresEn.problem, problem) ?? detail;
      return of === 'request'
        ? {
            what: `The repository did not take what was sent to it: ${why}.`,
            safe: 'Nothing that is kept on this computer was lost.',
            next: 'Put right what the reason says; if that is not yours to do, tell IT the code.',
          }
        : {
            what: `The repository did not register the act: ${why}.`,
            safe: 'The act is still signed and kept.',
            next: 'Tell the front desk or IT the code; the act may have to be made again.',
          };
    },
    registerRewritten: ({ found, known, told }) => ({
      what: {
        rewritten: `The repository shows another past than the one this office verified (up to leaf ${known} of the public log).`,
        rolledBack: `The repository’s public log became shorter: this office verified ${known} leaves, and now it says it has ${told ?? 0}.`,
        forked: 'Another office was shown another public log than this one.',
        leafMissing: 'A receipt that the repository gave is not in its public log.',
        unsigned: 'The public log that is shown does not carry the repository’s signature.',
      }[found],
      safe: 'What was signed is still signed and kept on this PC, with the proof of what was verified. Nothing is sent or received.',
      next: 'Tell IT the code at once: it may be a backup that was restored wrongly, or a false repository. Where the institution confirms it in writing, IT can accept it with “fojas log accept”.',
    }),
    receiptInvalid: {
      what: 'The receipt did not pass the check against our file.',
      safe: 'The act is still signed and kept; it is not taken as registered.',
      next: 'Tell IT the code.',
    },
    badInput: {
      what: 'The request does not have the expected form.',
      safe: 'Nothing was done.',
      next: 'Check what was entered; if you entered nothing, close and reopen Fojas.',
    },
    unknownCall: {
      what: 'Something was asked that this version of Fojas cannot do.',
      safe: 'Nothing was done.',
      next: 'Close and reopen Fojas; if it happens again, tell IT.',
    },
    notAllowed: {
      what: 'Your role does not allow this.',
      safe: 'Nothing was done.',
      next: 'Ask the right person in the office.',
    },
    caseUnknown: {
      what: 'That case is not on this PC, or not for your role.',
      safe: 'Nothing was done.',
      next: 'Look for it by its number, or ask to be shown it.',
    },
    pieceNotThis: ({ mediaType }) => ({
      what: `The file is not what it is said to be (${mediaType}).`,
      safe: 'Nothing was added; the original was not touched.',
      next: 'PDF, JPEG, PNG and TIFF are taken in. Convert it, or scan it again.',
    }),
    pieceDiffers: ({ expected, found }) => ({
      what: `The hash does not agree: ${expected.slice(0, 16)}… was told, and the file gives ${found.slice(0, 16)}….`,
      safe: 'Nothing was added; the original was not touched.',
      next: 'Put the difference on record in a note, and add it without a told hash if that is right.',
    }),
    officeGone: {
      what: 'The engine of Fojas closed and is restarting.',
      safe: 'What is signed and what is pending are kept.',
      next: 'Wait a few seconds and try again.',
    },
    deadline: {
      what: 'The answer takes longer than expected.',
      safe: 'Nothing was lost; what was asked may still be under way.',
      next: 'Wait, refresh, and look at the state before you repeat it.',
    },
    unexpected: ({ incident }) => ({
      what: 'Fojas had a fault of its own and did not finish what was asked.',
      safe: kept,
      next: `Try again; if it happens again, read the number ${incident} to IT.`,
    }),
  },
  unsuitable: {
    expired: 'it has expired',
    notYetValid: 'it is not valid yet',
    wrongKeyUsage: 'it was not issued for signing',
    noPrivateKey: 'its key is not on the token',
    weakKey: 'its key is too short',
    unreadable: 'it cannot be read',
  },
  pdf: {
    empty: { why: 'the file is empty', next: 'Ask the sender to send it again.' },
    notPdf: { why: 'it is not a PDF', next: 'Ask for the document as a PDF.' },
    truncated: { why: 'it is incomplete', next: 'Ask the sender to send it again.' },
    damaged: { why: 'it is damaged', next: 'Ask for it to be made again.' },
    encrypted: { why: 'it is encrypted', next: 'Ask for a version without a password.' },
    weakEncryption: {
      why: 'its encryption (RC4) is too weak',
      next: 'Ask for a version without encryption, or with AES.',
    },
    foreignEncryption: {
      why: 'it is encrypted in a way Fojas does not open',
      next: 'Ask for a version without encryption.',
    },
    notPermitted: {
      why: 'its permissions do not allow signing',
      next: 'Ask for the owner password, or a version without that restriction.',
    },
    hybrid: { why: 'it has two inner indexes that may contradict each other', next: 'Ask for it to be made again.' },
    certified: { why: 'it is certified and its author allows no such signature', next: 'Ask whoever certified it.' },
    locked: { why: 'an earlier signature locked it', next: 'Ask whoever signed it before.' },
    signatureBroken: {
      why: 'it carries a signature of somebody else that does not hold',
      next: 'Return it: whoever signed before has to sign again.',
    },
    xfa: { why: 'it is an XFA form, which can change what it shows', next: 'Ask for a version without the form.' },
    mac: { why: 'it carries an integrity code that signing would break', next: 'Ask for a version without it.' },
    tooComplex: { why: 'its structure exceeds the safe limits', next: 'Ask for it to be made again, simpler.' },
    fieldMissing: { why: 'it does not have the signature field asked for', next: 'Name another field or none.' },
    fieldTaken: { why: 'that field is signed already', next: 'Name another field.' },
    fieldShared: { why: 'that signature field is shared with another', next: 'Name another field or none.' },
    contentsTooSmall: { why: 'the signature does not fit the reserved space', next: 'Tell IT the code.' },
    seedValue: {
      why: 'the field demands something of the signature that is not met',
      next: 'Ask whoever prepared the field.',
    },
    notFirst: { why: 'only the first signature can certify it, and it has one', next: 'Sign it without certifying.' },
    pageMissing: { why: 'the visible signature would lie outside its pages', next: 'Name another page or place.' },
    placeTaken: { why: 'the visible signature would cover what is there already', next: 'Name another place.' },
    textTooLong: {
      why: 'the text of the visible signature does not fit its place',
      next: 'Make the place larger or the text shorter.',
    },
    fontLacking: { why: 'the font lacks signs of the visible text', next: 'Take the uncommon signs out of the text.' },
    other: { why: 'it has something we cannot yet sign safely', next: 'Tell IT the code.' },
  },
  problem: {
    unauthorized: 'it does not recognise this office',
    'not-found': 'it does not find what was asked',
    'bad-request': 'it did not understand the request',
    'blob-missing': 'it lacks the signed file',
    'blob-hash-mismatch': 'the file arrived different from what was sent',
    'blob-too-large': 'the file is larger than it admits',
    'act-id-reused': 'it already has another act with that identity',
    'act-unknown': 'it does not know that act',
    'act-state': "the act's state does not allow it",
    'case-unknown': 'it does not know the case',
    'case-differs': "the case's data do not match its own",
    'case-closed': 'the case is closed',
    'case-moved': 'the case went to another office',
    'office-unknown': 'it does not know that office',
    'signature-invalid': 'the signature did not pass its check',
    'not-what-was-shown': 'what was signed is not what was put up for signing',
    'rendition-order': 'another PC has already added a longer version of this file',
    'not-an-addition': 'the longer file adds more than time-stamps and validation data',
    'storage-full': 'it has no room left',
    'mismatching-upload-offset': 'another part of the file is there already',
    'too-many-uploads': 'too many files of this office are half sent',
    'bundle-broken': 'what was sent broke off and the rest could not be read',
    'frame-too-large': 'the file is too large to be sent that way',
    'predecessor-missing': 'an earlier act of the same case has to be registered first',
    'device-forked': 'it knows another history of this PC',
    'cursor-expired': 'it lost count of what was told before',
    'client-too-old': 'this version of Fojas is too old for it',
    'centre-away': 'the central repository does not answer it',
    'feature-missing': 'it cannot do what this version needs',
    'draft-conflict': 'the draft changed meanwhile: it keeps both texts',
    forbidden: 'the role of this person does not allow it there',
    'draft-version-reused': 'it has that version of the draft with another text',
    'not-your-turn': 'another person has to sign first',
    'parcel-refused': 'it does not take the parcel on the stick',
    'device-revoked': 'the computer was revoked',
    'grant-ended': 'there is no grant in force in this office',
    'enrolment-refused': 'it did not enrol the computer',
    'too-many-requests': 'too many requests came from this computer',
    'use-dpop-nonce': 'it wants a newer proof of the computer',
    'electronic-refused': 'it may not be signed electronically, only digitally (with a token)',
    'another-signer': 'the act names another person to sign it',
    'substitution-refused': 'nobody appointed the substitute for that place and that moment',
    overloaded: 'it has too much in hand right now',
    maintenance: 'it is under maintenance',
    internal: 'it had a fault of its own',
  },
};

import type { RecoveryWords } from './recovery-es.ts';

/** Bringing a desk back: what is read while the data do not open. */
export const recoveryEn: RecoveryWords = {
  'recovery.title': 'Bring this desk back',
  'recovery.damaged':
    'The data of this computer are damaged. They are put back from the second copy; nothing of what is there is removed, and whatever is newer and can still be read is added.',
  'recovery.keyLost': 'The system lost the key of the data, but the data are there.',
  'recovery.newDesk':
    'This computer takes the place of {device}. What was there is brought from its copy; nothing is opened before.',
  'recovery.keyTitle': 'The key',
  'recovery.keyNote':
    'The institution keeps the recovery key. Use a file with it, or the institution’s answer to a request: then the key never leaves its place.',
  'recovery.keyFile': 'File with the key or with the answer',
  'recovery.to': 'Folder for the request (a stick)',
  'recovery.ask': 'Make a request',
  'recovery.asking': 'Making the request…',
  'recovery.asked': 'Request made:',
  'recovery.mark': 'Whoever answers has to see the same mark: {mark}. They answer with “fojas home answer”.',
  'recovery.withKey': 'Open with the key that lies beside the data',
  'recovery.withKeyNote':
    'The data are not touched: this costs nothing. If it does not open them, bring them from the copy.',
  'recovery.opening': 'Opening…',
  'recovery.copies': 'The copies',
  'recovery.folder': 'Folder of the copies (disk, share or stick)',
  'recovery.fetch': 'Fetch from the repository',
  'recovery.fetching': 'Fetching from the repository…',
  'recovery.look': 'Show the copies',
  'recovery.looking': 'Reading the copies…',
  'recovery.open': 'Show what they hold',
  'recovery.choose': 'Which copy to bring',
  'recovery.whole': 'whole · {files} files · {size}',
  'recovery.broken': '{n} damaged files',
  'recovery.holds': '{acts} signed acts, {unsent} not registered, {drafts} drafts, {entries} journal entries',
  'recovery.unusable': 'cannot be used: {reason}',
  'recovery.bring': 'Bring it back',
  'recovery.bringing': 'Bringing back and verifying…',
  'recovery.done': 'The desk is back',
  'recovery.from': 'From copy {name}, made at {at}.',
  'recovery.back':
    'Back are {acts} signed acts ({unsent} in the queue), {files} files and {entries} journal entries, their chain verified.',
  'recovery.salvaged': 'Besides, {n} things newer than the copy were saved from the damaged journal.',
  'recovery.notBack':
    'What was done here after that copy and had not reached the repository did not come back. What is registered comes from the repository by itself.',
  'recovery.passedOver': 'Copy {name} was passed over: {reason}',
  'recovery.aside': 'What was there is in',
  'recovery.finish': 'Go to the trays',
  'recovery.without': 'Start without the copy',
  'recovery.replaces': 'This computer takes the place of another: bring its copy before starting',
  'recovery.device': 'Name of the computer that is replaced (as in the folder of its copy)',
  'recovery.reason.notForUs': 'another key',
  'recovery.reason.damaged': 'damaged',
  'recovery.reason.unsigned': 'without the office’s signature',
  'recovery.reason.forged': 'with a signature that is not the office’s',
  'recovery.reason.otherDesk': 'of another desk',
};

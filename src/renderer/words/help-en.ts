import type { helpEs } from './help-es.ts';

export const helpEn: { readonly [K in keyof typeof helpEs]: string } = {
  'command.menu': 'Menu',
  'menu.title': 'Menu',
  'menu.here': 'On this screen',
  'menu.act': 'Act',
  'menu.list': 'List',
  'menu.go': 'Go to',
  'menu.case': 'Case',
  'menu.paper': 'Document',
  'menu.office': 'Office and line',
  'menu.token': 'Token and batches',
  'menu.view': 'View',
  'menu.help': 'Help',
  'help.title': 'Help: {place}',
  'help.keys':
    'Every key, by menu. F1 from any screen shows the help of that screen first; Esc goes back to where you were.',
  'help.paper':
    'On the left the list; here the act that is chosen, as it will be signed or as it was. At its foot is the decision: sign, return, see the case. An act counts as read once its first sheet was drawn. Ctrl+Shift+G goes to a sheet or an act of the case by its number, with a line or without. Nothing is signed but by way of the signing screen and the PIN.',
  'help.find':
    'Searches everything on this PC, with or without a line: acts, pieces, drafts, captions and parties. Every word must be there, whole or as a beginning. What you may not see is neither shown nor counted. At the foot stands how much is still to be read and what has no text. Arrow down goes to the results; Enter opens the act at the sheet, with the words marked.',
  'help.cases':
    'The cases of the office, and its own series. One is opened with or without a line: it gets a provisional number, and its final one from the repository later; both stay. Within a case pieces are taken in with their hash, and the receipt is printed for whoever came. Alt+Shift+C saves the whole case as one PDF, with a cover, an index and sheet numbers.',
  'help.agenda':
    'The hearings of this office, of today, tomorrow, seven days or all to come, as they were set in each case (Alt+Shift+H, with the case in hand). The date is shared with the other desks; where it was not sent yet, or is of this PC only, that is said. Of each case one sees how many documents of its acts are on this PC: those of a hearing that is near come first from a day and a half before. Enter opens the case; F9 prints the list.',
  'help.people':
    'How this computer is enrolled at the repository and what is granted at it: until when, and until when without a line. It is enrolled with the token, a one-time code or the institutional user. IT sees people and their computers here; the auditor, who read what. The secretary and IT see which court calendar is in force, since when and by whom, and publish the next one from a file.',
  'help.seat':
    'The offices and roles that were granted to you. When you change, what is still to be sent is kept, and goes on being sent.',
  'help.notes':
    'What is noted of an act without changing it: a visado, a withdrawal, a notice, a seal. Each note says who and when, and is never erased.',
  'help.home':
    'The copy of what only exists on this PC: where it is, how old, whether it can be read. From here the queue is also carried on a stick when there is no line, and the answer brought back; and the parcel of another office that has none is passed on.',
  'help.signing':
    'What will be signed, with which certificate, in which capacity, and how often the PIN will be asked for. The PIN is typed in a window of its own and used once. If the token is pulled out, what was signed is kept: put it back and go on with F9. A batch can be paused, or stopped after the act in hand.',
  'help.settings':
    'Language, colours, height of the rows, and what your institution left to each person. What the institution decided is shown with a lock. Ctrl+Shift+L locks the desk; your token or your passphrase opens it.',
  'help.token':
    'The tokens and readers that are seen, their certificates and when they end. The doctor says what is missing and what to do. The PIN is changed or unblocked from here; every attempt is yours to decide: the program never tries twice.',
  'help.report':
    'What each signature of this act says, in words: whether it holds, whose it is, when it was made and until when it can be proved. All of it is checked right here, against the bytes that are kept.',
  'help.health':
    'Which signatures of the case can be proved until when, those that end first at the top, and one action that renews them all.',
  'help.line':
    'What waits for the line: what goes out, what comes in, what was set aside and why. No cut loses anything. Outages are written down: the minutes of contingency are drafted from them.',
  'help.verify': 'Checks any signed file. Nothing of it is kept or sent.',
  'help.drafts':
    'The texts of the office. One begins from a model; beside it stands what is missing. It is kept by itself every few seconds and no text is lost: when two persons wrote without a line, both texts stand side by side. Passing it on to be signed freezes exactly what is seen.',
};

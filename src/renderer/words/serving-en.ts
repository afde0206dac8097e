import type { ServingWords } from './serving-es.ts';

export const servingEn: ServingWords = {
  'serving.title': 'The office’s server',
  'serving.note':
    'This PC can keep and forward what all PCs of the office send: without a line they go on among themselves. What it receives is not registered before the central repository says so.',
  'serving.bar.role': 'IT switches it on (the role of IT, or “officeRepository” in the configuration).',
  'serving.bar.officeKey': 'This PC has no key of the office: what a person’s opens cannot be given to the others.',
  'serving.off': 'off',
  'serving.starting': 'starting…',
  'serving.serving': 'serving',
  'serving.refused': 'could not start ({reason}); it is tried again',
  'serving.state': 'State',
  'serving.desks': 'Computers that used it today',
  'serving.waiting': 'Holds for the central repository',
  'serving.centre': 'Central repository',
  'serving.reached': 'answers',
  'serving.away': 'does not answer; last contact: {at}',
  'serving.never': 'never',
  'serving.addresses': 'Addresses',
  'serving.invitation': 'For the other PCs (paste it at each)',
  'serving.port': 'Port',
  'serving.on': 'Switch the office’s server on',
  'serving.offVerb': 'Switch the office’s server off',
  'serving.joinLine': 'Invitation of the PC that serves the office',
  'serving.join': 'Use that server',
  'serving.joined': 'Done: it holds from the next start of Fojas on.',
};

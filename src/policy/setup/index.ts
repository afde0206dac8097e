export { answersFrom, readAnswers, readMachineAnswers, setupPlace } from './answers.ts';
export { readText, setUp, type SetUpOptions, tryOfficeKey } from './set-up.ts';

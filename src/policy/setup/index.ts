export { answersFrom, readAnswers, readMachineAnswers, setupPlace } from './answers.ts';
export { setUp, type SetUpOptions } from './set-up.ts';

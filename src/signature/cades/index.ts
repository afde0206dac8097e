/** Signing files of any kind beside them: CAdES detached, levels B-B and B-T. */
export { checkCades, finishCades } from './finish.ts';
export type { CadesExpectation, SignedCades } from './finish.ts';
export { prepareCades } from './prepare.ts';
export type { CadesRequest, PreparedCades } from './prepare.ts';
export { signFileBeside, writeBeside } from './sign-file.ts';
export type { SignBesideRequest, SignedBeside } from './sign-file.ts';

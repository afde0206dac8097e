import { useModel, useStore } from '../app/context.tsx';
import { BatchPlace } from './BatchPlace.tsx';
import { ChoosePlace } from './ChoosePlace.tsx';
import { ActPlace } from './ActPlace.tsx';

/** Signing is a place: what will be signed and with what, then each act's fate. The PIN has a window of its own. */
export function SigningPlace() {
  const model = useModel();
  const signing = useStore(model.signing.view);
  if (signing.kind === 'choosing') return <ChoosePlace {...signing} />;
  if (signing.kind === 'batch') return <BatchPlace {...signing} />;
  return <ActPlace />;
}

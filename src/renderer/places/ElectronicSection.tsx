import { useEffect } from 'react';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { Button } from '../parts/small.tsx';
import { ElectronicMark } from '../parts/ElectronicMark.tsx';

/** The electronic signature of whoever has no token, where the institution lets people sign so and the role may. */
export function ElectronicSection() {
  const model = useModel();
  const { electronic, errand } = useStore(model.care.view);
  const { status } = useStore(model.office.view);
  const { say, formats } = useWords();
  useEffect(() => void model.care.readElectronic(), [model, status?.seat]);
  if (!electronic?.isOffered || !status?.person.permits?.includes('signElectronically')) return null;
  const { certificate, actTypes } = electronic;
  return (
    <section className="tokens" aria-label={say('electronic.title')}>
      <h3>{say('electronic.title')}</h3>
      <p>
        {certificate ? <ElectronicMark /> : null}{' '}
        {certificate === null
          ? say('electronic.none')
          : certificate.isUsable
            ? say('electronic.has', { date: formats.date(certificate.until) })
            : say('electronic.ended')}
      </p>
      <p className="hint">{say('electronic.note')}</p>
      <p className="hint">{say('electronic.types', { types: actTypes.join(', ') })}</p>
      <p>
        <Button isDisabled={errand !== null} onPress={() => void model.care.makeElectronic()}>
          {say(certificate === null ? 'electronic.make' : 'electronic.remake')}
        </Button>
      </p>
    </section>
  );
}

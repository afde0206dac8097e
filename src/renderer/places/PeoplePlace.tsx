import { useCallback, useEffect, useState } from 'react';
import type { Failure } from '../../contract/failures.ts';
import { leave } from '../app/commands.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Button } from '../parts/small.tsx';
import { AccessSection } from './people/AccessSection.tsx';
import { CalendarSection } from './people/CalendarSection.tsx';
import { KeptCopiesSection } from './people/KeptCopiesSection.tsx';
import { EnrolmentSection } from './people/EnrolmentSection.tsx';
import { PeopleSection } from './people/PeopleSection.tsx';
import { TemplatesSection } from './people/TemplatesSection.tsx';

/** How this desk stands with the repository; people and their devices for who looks after them; who read what for who may know. */
export function PeoplePlace() {
  const model = useModel();
  const { status } = useStore(model.office.view);
  const { say } = useWords();
  const [failure, setFailure] = useState<Failure | null>(null);
  const permits = status?.person.permits ?? [];
  const tell = useCallback((trouble: Failure | null) => setFailure(trouble), []);
  useEffect(() => model.desk.on('enrolment.changed', () => setFailure(null)), [model]);
  return (
    <>
      <header className="place-head">
        <h2>{say('people.title')}</h2>
        <p className="place-note">{say('people.note')}</p>
      </header>
      <div className="place-body home-body">
        {failure ? <FailureNote failure={failure} /> : null}
        <EnrolmentSection onFailure={tell} />
        {permits.includes('configure') ? <PeopleSection onFailure={tell} /> : null}
        {permits.includes('configure') ? <KeptCopiesSection onFailure={tell} /> : null}
        {permits.includes('setCalendars') ? (
          <CalendarSection forAll={permits.includes('configure')} onFailure={tell} />
        ) : null}
        {permits.includes('configure') ? <TemplatesSection onFailure={tell} /> : null}
        {permits.includes('readLog') && status?.person.role === 'auditor' ? <AccessSection onFailure={tell} /> : null}
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" />
        <div className="decision-verbs">
          <Button command="back" onPress={() => leave(model)}>
            {say('action.back')}
          </Button>
        </div>
      </footer>
    </>
  );
}

import { assertNever } from '../app/never.ts';
import { Holding } from '../app/Fallen.tsx';
import { useModel, useStore, useWords } from '../app/context.tsx';
import type { Work } from '../model/places.ts';
import { ActPlace } from '../places/ActPlace.tsx';
import { AgendaPlace } from '../places/AgendaPlace.tsx';
import { CasesPlace } from '../places/CasesPlace.tsx';
import { CopyPlace } from '../places/CopyPlace.tsx';
import { DraftsPlace } from '../places/DraftsPlace.tsx';
import { HealthPlace } from '../places/HealthPlace.tsx';
import { HomePlace } from '../places/HomePlace.tsx';
import { KeysPlace } from '../places/KeysPlace.tsx';
import { LinePlace } from '../places/LinePlace.tsx';
import { NotesPlace } from '../places/NotesPlace.tsx';
import { PracticePlace } from '../places/PracticePlace.tsx';
import { PeoplePlace } from '../places/PeoplePlace.tsx';
import { ReportPlace } from '../places/ReportPlace.tsx';
import { SearchPlace } from '../places/SearchPlace.tsx';
import { SeatPlace } from '../places/SeatPlace.tsx';
import { SettingsPlace } from '../places/SettingsPlace.tsx';
import { SigningPlace } from '../places/SigningPlace.tsx';
import { TokenPlace } from '../places/TokenPlace.tsx';
import { VerifyPlace } from '../places/VerifyPlace.tsx';
import { GoToLeaf } from './GoToLeaf.tsx';

/** The right pane: the paper and its decision, or one of the places one goes to and comes back from. */
export function WorkPane() {
  const model = useModel();
  const { work, goingTo } = useStore(model.places);
  const { say } = useWords();
  return (
    <main className="work" data-pane="work" data-work={work} aria-label={say(`work.${work}`)}>
      {goingTo ? <GoToLeaf key={goingTo} caseId={goingTo} /> : null}
      <Holding key={work} part="work">
        {place(work)}
      </Holding>
    </main>
  );
}

function place(work: Work) {
  switch (work) {
    case 'paper':
      return <ActPlace />;
    case 'signing':
      return <SigningPlace />;
    case 'settings':
      return <SettingsPlace />;
    case 'keys':
      return <KeysPlace />;
    case 'token':
      return <TokenPlace />;
    case 'report':
      return <ReportPlace />;
    case 'health':
      return <HealthPlace />;
    case 'line':
      return <LinePlace />;
    case 'cases':
      return <CasesPlace />;
    case 'agenda':
      return <AgendaPlace />;
    case 'people':
      return <PeoplePlace />;
    case 'seat':
      return <SeatPlace />;
    case 'notes':
      return <NotesPlace />;
    case 'copy':
      return <CopyPlace />;
    case 'practice':
      return <PracticePlace />;
    case 'find':
      return <SearchPlace />;
    case 'home':
      return <HomePlace />;
    case 'verify':
      return <VerifyPlace />;
    case 'drafts':
      return <DraftsPlace />;
    default:
      return assertNever(work);
  }
}

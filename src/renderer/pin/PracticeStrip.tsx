import { GraduationCap } from 'lucide-react';
import type { Locale } from '../../contract/config.ts';
import { pinWords } from './words.ts';

/** Over everything the PIN window shows of a practice token. */
export function PracticeStrip({ locale }: { locale: Locale }) {
  return (
    <p className="pin-practice">
      <GraduationCap aria-hidden size={16} /> {pinWords[locale].practice}
    </p>
  );
}

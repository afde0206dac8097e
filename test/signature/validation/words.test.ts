import { describe, expect, it } from 'vitest';
import { subIndications } from '../../../src/signature/validation/verdict.ts';
import { verdictSentence, verdictWords } from '../../../src/signature/validation/words.ts';
import type { Language } from '../../../src/signature/validation/words.ts';

const languages: readonly Language[] = ['es-AR', 'en', 'pt-BR'];

describe('the words for verdicts', () => {
  it('are there for every sub-indication and for a yes, in every language', () => {
    expect(Object.keys(verdictWords).sort()).toEqual(['TOTAL_PASSED', ...subIndications].sort());
    for (const language of languages) {
      const sentences = Object.values(verdictWords).map((each) => each[language]);
      expect(sentences.every((sentence) => /^\p{Lu}.{20,}\.$/u.test(sentence))).toBe(true);
      expect(new Set(sentences).size).toBe(sentences.length);
    }
  });

  it('are found by the verdict', () => {
    const sentence = (subIndication: (typeof subIndications)[number] | null, language: Language) =>
      verdictSentence(
        { indication: subIndication === null ? 'TOTAL_PASSED' : 'TOTAL_FAILED', subIndication },
        language,
      );
    expect(sentence(null, 'es-AR')).toBe(verdictWords.TOTAL_PASSED['es-AR']);
    expect(sentence('HASH_FAILURE', 'pt-BR')).toBe(verdictWords.HASH_FAILURE['pt-BR']);
  });
});

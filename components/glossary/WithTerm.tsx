import { Term } from './Term';
import type { TermId } from './terms';

/** Words of names and descriptions that the glossary explains, the most telling first. */
const WORDS: readonly (readonly [word: RegExp, term: TermId])[] = [
  [/recovery/, 'recovery'],
  [/logit difference/, 'logit-difference-ld'],
  [/resid(?:ual stream|_pre|_mid|_post)/, 'residual-stream'],
  [/pattern/, 'pattern'],
  [/\b[qkvz]\b/, 'q-k-v-z'],
];

/** A text that the page makes, with the first of its words that the glossary explains as a term. */
export function WithTerm({ text }: { readonly text: string }) {
  for (const [word, term] of WORDS) {
    const found = word.exec(text);
    if (!found) continue;
    const [match] = found;
    return (
      <>
        {text.slice(0, found.index)}
        <Term id={term}>{match}</Term>
        {text.slice(found.index + match.length)}
      </>
    );
  }
  return text;
}

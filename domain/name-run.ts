/** The name of a run, the same in headings, lists, figures and titles of documents. */

interface Named {
  /** What it is about: its own title, its prompt set, a preset, or where the prompts of its first pair differ. */
  readonly subject: string;
  readonly pairCount: number;
}
interface Titled {
  readonly subject: string;
  /** Its own title, or one that is made of the prompts of its first pair. */
  readonly title: string;
}

const OTHER_PAIRS = / \(\+[\d,.]+ pairs?\)$/;

/** E.g. `Indirect object identification, 8 pairs`, as the heading of its page. */
export function nameRun({ subject, pairCount }: Named): string {
  return `${subject}, ${countPairs(pairCount)}`;
}

/** `8 pairs`. */
export function countPairs(pairCount: number): string {
  return `${pairCount.toLocaleString('en')} ${pairCount === 1 ? 'pair' : 'pairs'}`;
}

/** Where the prompts of its first pair differ, `… shops, [John→Mary] gave …`; null where the name says so, or a title takes its place. */
export function describeDifference({ subject, title }: Titled): string | null {
  const difference = title.replace(OTHER_PAIRS, '');
  return difference === subject || difference === '' ? null : difference;
}

/** The name with the difference of the prompts after it, where there is room. */
export function nameRunFully(run: Named & Titled): string {
  const difference = describeDifference(run);
  return difference === null ? nameRun(run) : `${nameRun(run)}: ${difference}`;
}

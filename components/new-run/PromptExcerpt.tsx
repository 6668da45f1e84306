import { excerptDifference } from './excerpt';
import classes from './pair-table.module.css';

/** A prompt in one line of the table, cut so that its difference from the other prompt is visible. */
export function PromptExcerpt({ text, other }: { readonly text: string; readonly other: string }) {
  const { before, differing, after } = excerptDifference(text, other);
  if (text === '') return <span className={classes.blank}>empty</span>;
  return (
    <span className={classes.excerpt} title={text}>
      {before}
      {differing !== '' && <mark>{differing}</mark>}
      {after}
    </span>
  );
}

import { excerptDifference } from './excerpt';
import classes from './pair-table.module.css';

/** A prompt in one line of the table, cut so that its difference from the other prompt is visible. */
export function PromptExcerpt({ text, other }: { readonly text: string; readonly other: string }) {
  const { before, differing, after } = excerptDifference(text, other);
  // Spaces at the end of the beginning would go to its other side, because it is laid out from the right.
  const start = before.trimEnd();
  if (text === '') return <span className={classes.blank}>empty</span>;
  return (
    <span className={classes.excerpt} title={text}>
      {/* The end of the beginning is what stays where there is too little room. */}
      <span className={classes.before}>
        <bdi>{start}</bdi>
      </span>
      <span>{before.slice(start.length)}</span>
      {differing !== '' && <mark>{differing}</mark>}
      <span className={classes.after}>{after}</span>
    </span>
  );
}

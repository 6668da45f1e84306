import { excerptDifference } from './excerpt';
import classes from './prompt-excerpt.module.css';

/** A prompt in one line of the table, cut so that its difference from the other prompt is visible. */
export function PromptExcerpt({ text, other }: { readonly text: string; readonly other: string }) {
  const { before, differing, after } = excerptDifference(text, other);
  if (text === '') return <span className={classes.blank}>empty</span>;
  // Without a difference the text is cut at its end, wherever that is.
  const isWhole = differing === '' && after === '';
  return (
    <span className={classes.excerpt} title={text}>
      {!isWhole && <span className={classes.before}>{before}</span>}
      {differing !== '' && <mark>{differing}</mark>}
      <span className={classes.after}>{isWhole ? before : after}</span>
    </span>
  );
}

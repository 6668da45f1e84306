import { Fragment } from 'react';
import classes from './prompt-line.module.css';

const CHANGE = /(\[[^\][]*→[^\][]*\])/;

/**
 * The difference of two prompts on one line, `… the park, [Simon→Lucy] gave …`, with the changed words in bold. Where there is too
 * little room, what precedes the first change is cut at its beginning: the change stays.
 */
export function PromptLine({ text }: { readonly text: string }) {
  const [before = '', ...pieces] = text.split(CHANGE);
  if (pieces.length === 0)
    return (
      <span className={classes.line} title={text}>
        {text}
      </span>
    );
  // Laid out from the right, where a space at the end would go to the other side.
  const start = before.trimEnd();
  return (
    <span className={classes.line} title={text} data-changes>
      <span className={classes.before}>
        <bdi>{start}</bdi>
      </span>
      <span className={classes.change}>
        {before.slice(start.length)}
        {pieces.map((piece, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the pieces of one text keep their order
          <Fragment key={index}>{index % 2 === 0 ? <b>{piece}</b> : piece}</Fragment>
        ))}
      </span>
    </span>
  );
}

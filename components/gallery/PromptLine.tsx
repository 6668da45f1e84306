import { Fragment } from 'react';
import classes from './prompt-line.module.css';

const CHANGE = /(\[[^\][]*→[^\][]*\])/;

/** The difference of two prompts on one line, `… the park, [Simon→Lucy] gave …`, with the changed words in bold. */
export function PromptLine({ text }: { readonly text: string }) {
  return (
    <span className={classes.line} title={text}>
      {text.split(CHANGE).map((piece, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the pieces of one text keep their order
        <Fragment key={index}>{index % 2 === 1 ? <b>{piece}</b> : piece}</Fragment>
      ))}
    </span>
  );
}

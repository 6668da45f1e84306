import { useMemo, type HTMLAttributes } from 'react';
import { highlight, type CodeLanguage } from './highlight';
import classes from './code-text.module.css';

interface CodeTextProps extends HTMLAttributes<HTMLPreElement> {
  readonly text: string;
  /** Left out for text that is no code. */
  readonly language?: CodeLanguage | undefined;
}

/** Code in colours. It scrolls in its own place, also by keyboard. */
export function CodeText({ text, language, className, ...rest }: CodeTextProps) {
  const pieces = useMemo(
    () => (language ? highlight(text, language) : [{ text, role: null }]),
    [text, language],
  );
  return (
    <pre {...rest} className={`${classes.code} ${className ?? ''}`} tabIndex={0}>
      {pieces.map(({ text: written, role }, index) =>
        role === null ? (
          written
        ) : (
          // oxlint-disable-next-line react/no-array-index-key -- the pieces of one text keep their order
          <span key={index} className={classes[role]}>
            {written}
          </span>
        ),
      )}
    </pre>
  );
}

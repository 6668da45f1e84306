import { Fragment } from 'react';
import { writeKeys } from './write-keys';
import classes from './shortcuts.module.css';

interface KeysProps {
  /** As the table of shortcuts has them. */
  readonly keys: string;
  readonly isApple: boolean;
}

/** Keys as they are on keyboards. */
export function Keys({ keys, isApple }: KeysProps) {
  return (
    <span className={classes.keys}>
      {writeKeys(keys, isApple).map((text, index) => (
        <Fragment key={index}>
          {index > 0 && ' then '}
          <kbd className={classes.key}>{text}</kbd>
        </Fragment>
      ))}
    </span>
  );
}

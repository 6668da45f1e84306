'use client';

import { useId, useState, type HTMLAttributes, type Ref } from 'react';
import classes from './folded-on-phone.module.css';

interface FoldedOnPhoneProps extends HTMLAttributes<HTMLDivElement> {
  /** Of what is folded. */
  readonly label: string;
  readonly ref?: Ref<HTMLDivElement>;
}

/**
 * Hides its descendants with `data-folds` on phones until its button is pressed, so that the plots of a page begin on the first screen. Wider
 * screens and paper have all of it and no button. The style sheet does it alone: the server need not know the width.
 */
export function FoldedOnPhone({ label, className, children, ...rest }: FoldedOnPhoneProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <div {...rest} id={id} className={`${classes.folded} ${className ?? ''}`} data-open={isOpen || undefined}>
      {children}
      <button
        type="button"
        className={classes.toggle}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? 'Less' : label}
      </button>
    </div>
  );
}

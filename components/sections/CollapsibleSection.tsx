'use client';

import { IconChevronRight } from '@tabler/icons-react';
import { useDeferredValue, useEffect, useId, type ReactNode } from 'react';
import { useCollapsed } from './collapsed-sections';
import classes from './sections.module.css';

interface CollapsibleSectionProps {
  /** Anchor of the section, and its name in the browser's memory. */
  readonly id: string;
  readonly title: string;
  /** Beside the title while the section is open. */
  readonly controls?: ReactNode;
  /** Whether the section has what the address points to; then it opens. */
  readonly isPointedTo?: boolean;
  readonly children: ReactNode;
}

/** A part of a page with an anchor, which can be collapsed and stays so. */
export function CollapsibleSection({
  id,
  title,
  controls,
  isPointedTo = false,
  children,
}: CollapsibleSectionProps) {
  const [isCollapsed, collapse] = useCollapsed(id);
  // The button answers at once. What it shows follows, and can be interrupted.
  const isHidden = useDeferredValue(isCollapsed);
  const body = useId();
  useEffect(() => {
    if (isPointedTo) collapse(false);
  }, [isPointedTo, collapse]);
  return (
    <section id={id} aria-label={title} className={classes.section} data-section={title}>
      {/* Scrolls sideways where less than the section is to be seen. */}
      <div>
        <div className={classes.head}>
          <h2 className={classes.title}>
            <button
              type="button"
              className={classes.toggle}
              aria-expanded={!isCollapsed}
              aria-controls={body}
              onClick={() => collapse(!isCollapsed)}
            >
              <IconChevronRight size={15} className={classes.chevron} aria-hidden />
              {title}
            </button>
          </h2>
          {!isHidden && controls}
        </div>
      </div>
      <div id={body} hidden={isHidden}>
        {!isHidden && children}
      </div>
    </section>
  );
}

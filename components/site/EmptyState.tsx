import type { ReactNode } from 'react';
import { EmptyPicture, type EmptyPictureName } from './EmptyPicture';
import classes from './empty-state.module.css';

interface EmptyStateProps {
  readonly picture: EmptyPictureName;
  /** What is not there, in a few words. */
  readonly title: string;
  /** Level of the title; `p` where the page has a heading of its own. */
  readonly heading?: 'h1' | 'p';
  /** Why, and what to do, in a sentence. */
  readonly children?: ReactNode;
  /** The ways on: links and buttons. */
  readonly actions?: ReactNode;
}

/** A page or a list without content: a small picture, a sentence and the way on. Without components of the library: every page loads it. */
export function EmptyState({ picture, title, heading: Heading = 'p', children, actions }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <EmptyPicture name={picture} />
      <Heading className={classes.title}>{title}</Heading>
      {children !== undefined && <p className={classes.text}>{children}</p>}
      {actions !== undefined && <p className={classes.actions}>{actions}</p>}
    </div>
  );
}

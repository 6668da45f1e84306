import Link from 'next/link';
import type { ReactNode } from 'react';
import classes from './text.module.css';

interface TextAnchorProps {
  readonly href: string;
  readonly title?: string | undefined;
  readonly children: ReactNode;
}

/** A link in a finding's text: to a cell, a page of this site, or another site (without referrer and without passing rank). */
export function TextAnchor({ href, title, children }: TextAnchorProps) {
  if (href.startsWith('?cell=')) {
    return (
      <Link href={href} scroll={false} replace prefetch={false} className={classes.reference}>
        {children}
      </Link>
    );
  }
  if (/^\/(?![/\\])/.test(href)) {
    return (
      <Link href={href} title={title} prefetch={false}>
        {children}
      </Link>
    );
  }
  return (
    <a href={href} title={title} rel="noopener noreferrer nofollow ugc">
      {children}
    </a>
  );
}

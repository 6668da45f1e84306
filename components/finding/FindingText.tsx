import Link from 'next/link';
import type { ReactNode } from 'react';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { linkReferences } from './references';
import classes from './finding.module.css';

/** A written claim: Markdown without raw HTML, `[[L9H9]]` and the like as links that pin the cell below. */
export function FindingText({ text }: { readonly text: string }) {
  return (
    <div className={classes.text}>
      <Markdown remarkPlugins={[remarkGfm]} components={{ a: MarkdownLink }}>
        {linkReferences(text)}
      </Markdown>
    </div>
  );
}

function MarkdownLink({ href = '', children }: { readonly href?: string; readonly children?: ReactNode }) {
  if (href.startsWith('?')) {
    return (
      <Link href={href} scroll={false} replace className={classes.reference}>
        {children}
      </Link>
    );
  }
  if (href.startsWith('/') && !href.startsWith('//')) return <Link href={href}>{children}</Link>;
  return (
    <a href={href} rel="nofollow ugc noopener">
      {children}
    </a>
  );
}

'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { LateTooltip } from '../floating/LateTooltip';
import { TERMS, type TermId } from './terms';
import classes from './glossary.module.css';

interface TermProps {
  readonly id: TermId;
  /** The word as the sentence has it. */
  readonly children: ReactNode;
}

/** A word of the glossary: a dotted underline, its meaning when pointed at or focused, and a link to its entry. Use it where a page has the word first. */
export function Term({ id, children }: TermProps) {
  return (
    <LateTooltip label={TERMS[id].replaceAll('`', '')}>
      {(link) => (
        <Link {...link} href={`/learn/glossary#${id}`} prefetch={false} className={classes.term}>
          {children}
        </Link>
      )}
    </LateTooltip>
  );
}

import type { CSSProperties } from 'react';
import type { FindingCard_FindingFragment } from '../generated/graphql';
import { FindingCard } from './FindingCard';
import classes from './gallery.module.css';

interface CardGridProps {
  readonly findings: readonly (FindingCard_FindingFragment & { readonly id: string })[];
  /** Level of the cards' headings. */
  readonly heading: 'h2' | 'h3';
  /** Cards beside each other where the page is wide enough. Default: as many as fit. */
  readonly columns?: number;
}

/** Cards of findings, all equally high. */
export function CardGrid({ findings, heading, columns }: CardGridProps) {
  return (
    <div
      className={classes.grid}
      style={columns === undefined ? undefined : ({ '--columns': columns } as CSSProperties)}
    >
      {findings.map((finding) => (
        <FindingCard key={finding.id} finding={finding} heading={heading} />
      ))}
    </div>
  );
}

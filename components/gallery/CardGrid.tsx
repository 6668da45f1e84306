import type { FindingCard_FindingFragment } from '../generated/graphql';
import { FindingCard } from './FindingCard';
import classes from './gallery.module.css';

interface CardGridProps {
  readonly findings: readonly (FindingCard_FindingFragment & { readonly id: string })[];
  /** Level of the cards' headings. */
  readonly heading: 'h2' | 'h3';
  /** How many of the first ones are marked as those to begin with. Default: none. */
  readonly curated?: number;
}

/** Cards of findings, all equally high. */
export function CardGrid({ findings, heading, curated = 0 }: CardGridProps) {
  return (
    <div className={classes.grid}>
      {findings.map((finding, index) => (
        <FindingCard
          key={finding.id}
          finding={finding}
          heading={heading}
          {...(index < curated && { mark: 'To begin with' })}
        />
      ))}
    </div>
  );
}

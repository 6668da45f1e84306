'use client';

import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Term } from '../glossary/Term';
import type {
  ComparedProvenance_ProvenanceFragment,
  FindingClaims_FindingFragment,
} from '../generated/graphql';
import { ClaimTable, describeFurther } from './ClaimTable';
import { Replications, REPLICATIONS_ID } from './Replications';
import { useFindingClaims } from './use-finding-claims';
import { countAttached } from './verdict-text';
import classes from './claims.module.css';

interface FindingClaimsProps {
  /** As the page was rendered. */
  readonly initial: FindingClaims_FindingFragment;
  readonly run: { readonly id: string; readonly prompts: number; readonly model: string };
  /** Of the finding's own run. */
  readonly provenance: ComparedProvenance_ProvenanceFragment | null;
  /** The text of the finding and its plots, between its claims and what others say of them. */
  readonly children?: ReactNode;
}

/** The claims of a finding with the verdicts of its own runs, its text and plots, and then its replications and attached runs. */
export function FindingClaims({ initial, run, provenance, children }: FindingClaimsProps) {
  const { finding, reload } = useFindingClaims(initial);
  const { claims, furtherRuns, evidence } = finding;
  const attached = (
    <Text size="sm" c="dimmed" mt={claims.length > 0 ? 6 : 0}>
      {countAttached(evidence)}{' '}
      <a href={`#${REPLICATIONS_ID}`} className={classes.toReplications}>
        {evidence.length > 0 ? 'See what they say' : 'Replicate it or attach a run'}
      </a>
    </Text>
  );
  return (
    <>
      {claims.length > 0 ? (
        <section aria-label="Claims" className={classes.section}>
          <Title order={2}>
            <Term id="claim">Claims</Term>
          </Title>
          <ClaimTable
            claims={claims}
            runs={[
              { id: run.id, title: 'Own run', prompts: run.prompts, model: run.model, state: null },
              ...furtherRuns.map(describeFurther),
            ]}
            attached={evidence.map((one) => one.run.id)}
          />
          <Text size="xs" c="dimmed" mt={6}>
            A claim is supported or refuted when it holds or fails on the whole 95% interval over prompts, in
            brackets. With one prompt there is no interval: the verdict is about that prompt alone.
          </Text>
          {attached}
        </section>
      ) : (
        <div className={classes.section}>{attached}</div>
      )}
      {children}
      <Replications {...{ finding, provenance, reload }} />
    </>
  );
}

'use client';

import { useQuery } from '@apollo/client/react';
import { Autocomplete, Button, CloseButton, Group, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { startTransition } from 'react';
import { completeClaim, type Offer } from '../../domain/claim/complete';
import { MAX_CLAIM_LENGTH, MAX_CLAIMS } from '../../domain/limits';
import {
  ClaimOfferDocument,
  EvaluateClaimsDocument,
  type ClaimOfferQuery,
  type Verdict_VerdictFragment,
} from '../generated/graphql';
import { toMetricId } from '../sweep/metrics';
import { VerdictLabel } from './VerdictLabel';
import { formatMeasured } from './verdict-text';
import classes from './claims.module.css';

interface ClaimEditorProps {
  readonly runId: string;
  readonly claims: readonly string[];
  readonly onChange: (claims: readonly string[]) => void;
  /** Problem of the last save. */
  readonly error?: string | undefined;
}

/** Pause in typing after which claims are judged, in ms. */
const PAUSE_MS = 300;
const NOTHING: Offer = { kinds: [], directions: [], metrics: [], cells: [] };

/** A field for each claim, completed while typing, with what the run says of it. */
export function ClaimEditor({ runId, claims, onChange, error }: ClaimEditorProps) {
  const [settled] = useDebouncedValue(claims, PAUSE_MS);
  const written = settled.filter((claim) => claim.trim() !== '');
  const { data: offered } = useQuery(ClaimOfferDocument, { variables: { runId } });
  const { data, previousData } = useQuery(EvaluateClaimsDocument, {
    variables: { runId, claims: written },
    skip: written.length === 0,
  });
  const verdicts = (data ?? previousData)?.evaluateClaims ?? [];
  const offer = readOffer(offered?.run);
  const change = (index: number, text: string): void => onChange(claims.with(index, text));
  return (
    <Stack gap={6} role="group" aria-label="Claims to judge">
      <Text size="sm" fw={500}>
        Claims
      </Text>
      <Text size="xs" c="dimmed">
        Statements that runs can support or refute, such as z[9.9] &gt; 0.2, max(mlp_out[1.., *]) &lt; 0.1,
        top(z, 3) = {'{9.9, 10.0, 9.6}'} or ld.clean &gt; 3. They are judged on this run and on every run that
        is attached later.
      </Text>
      {claims.map((claim, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- fields keep their place while they are typed in
        <div key={index}>
          <Group gap={4} wrap="nowrap">
            <Autocomplete
              aria-label={`Statement ${index + 1}`}
              placeholder="z[9.9] > 0.2"
              value={claim}
              onChange={(text) => change(index, text)}
              data={completeClaim(claim, offer)}
              // The completions are those of the text already.
              filter={({ options }) => options}
              maxLength={MAX_CLAIM_LENGTH}
              spellCheck={false}
              style={{ flex: 1 }}
              classNames={{ input: classes.claim }}
            />
            <CloseButton
              aria-label={`Remove statement ${index + 1}`}
              onClick={() => onChange(claims.filter((_, at) => at !== index))}
            />
          </Group>
          <LiveVerdict verdict={verdicts.find((verdict) => verdict.claim === claim)} />
        </div>
      ))}
      {error !== undefined && (
        <Text size="xs" c="red" role="alert">
          {error}
        </Text>
      )}
      {claims.length < MAX_CLAIMS && (
        <Button
          size="compact-xs"
          variant="default"
          style={{ alignSelf: 'start' }}
          // The button answers at once; the field that follows takes longer to draw.
          onClick={() => startTransition(() => onChange([...claims, '']))}
        >
          Add a claim
        </Button>
      )}
    </Stack>
  );
}

/** What the run says of a claim that is being written; a problem is shown at its character. */
function LiveVerdict({ verdict }: { readonly verdict: Verdict_VerdictFragment | undefined }) {
  if (!verdict) return <p className={classes.live} />;
  const { claim, error } = verdict;
  if (!error) {
    return (
      <p className={classes.live} aria-live="polite">
        <VerdictLabel verdict={verdict.verdict} /> {formatMeasured(verdict)}
      </p>
    );
  }
  return (
    <p className={classes.live} aria-live="polite">
      <span className={classes.marked}>
        {claim.slice(0, error.at)}
        <mark>{claim[error.at] ?? '␣'}</mark>
        {claim.slice(error.at + 1)}
      </span>
      <br />
      {error.message}
    </p>
  );
}

type OfferedRun = NonNullable<ClaimOfferQuery['run']>;

function readOffer(run: OfferedRun | null | undefined): Offer {
  if (!run) return NOTHING;
  return {
    kinds: run.sweepKinds,
    directions: run.directions,
    metrics: run.metrics.map(toMetricId),
    cells: run.sweeps.flatMap(({ kind, top }) => top.map((cell) => ({ ...cell, kind }))),
  };
}

'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { runPairInputs } from '../analysis/pair-inputs';
import { readError } from '../apollo/read-error';
import { useLateMutation } from '../apollo/use-late-mutation';
import { CreateRunDocument, type RunView_RunFragment } from '../generated/graphql';
import { Notice } from '../site/Notice';

interface RunAgainProps {
  readonly run: RunView_RunFragment;
  /** Copies the stored results to a run of the visitor instead of computing them again. */
  readonly isCopy?: boolean;
}

/** The rule as input. */
function copyRule({ interval, sweep, minPairs }: NonNullable<RunView_RunFragment['stopWhen']>) {
  return { interval, sweep, minPairs };
}

/** Creates a run of the visitor with the same experiment: computed again, or with the stored results. */
export function RunAgain({ run, isCopy = false }: RunAgainProps) {
  const router = useRouter();
  const [create, { loading, error }] = useLateMutation(CreateRunDocument);
  const { model, directions, metrics, prependBos, sweepKinds } = run;
  const input = {
    model: model.id,
    // The page has the first pairs of a large run.
    ...(run.pairCount > run.pairs.length || run.earlyStop
      ? { pairsOfRun: run.id }
      : { pairs: runPairInputs(run.pairs) }),
    ...(run.stopWhen && { stopWhen: copyRule(run.stopWhen) }),
    ...(run.roles.length > 0 && { positionsBy: 'ROLE' as const }),
    sweeps: sweepKinds,
    directions,
    metrics,
    prependBos,
    ...(run.edges && { edges: true }),
    ...(run.wholeAnswers && { wholeAnswers: true }),
    recompute: !isCopy,
    // A copy has what the original has.
    ...(!isCopy && { forkedFrom: run.id }),
  };
  const submit = async (): Promise<void> => {
    const { data } = await create({ variables: { input } });
    if (data) router.push(`/runs/${data.createRun.id}`);
  };
  return (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        loading={loading}
        disabled={model.unavailable !== null}
        onClick={() => {
          submit().catch(() => {});
        }}
      >
        {isCopy ? 'Copy to my runs' : 'Run again'}
      </Button>
      {error && <Notice tone="error">{readError(error).message}</Notice>}
    </>
  );
}

'use client';

import { useLazyQuery, useMutation } from '@apollo/client/react';
import { Button, Group, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { countEdges } from '../../domain/edges';
import { runPairInputs } from '../analysis/pair-inputs';
import { PATHS_PAGE, runPageAddress } from '../analysis/run-pages';
import { readError } from '../apollo/read-error';
import {
  CreateRunDocument,
  EdgeCostDocument,
  type AnalysedRun_RunFragment,
  type CreateRunInput,
} from '../generated/graphql';
import { formatMs } from '../results/format-ms';
import { Notice } from '../site/Notice';
import type { PathState } from './path-state';

interface RequestEdgesProps {
  readonly run: AnalysedRun_RunFragment;
  readonly state: PathState;
}

/** Asks for the edges of this run's prompts: shows what they cost, then creates a run. */
export function RequestEdges({ run, state }: RequestEdgesProps) {
  const router = useRouter();
  const input: CreateRunInput = {
    model: run.model.id,
    pairs: runPairInputs(run.pairs),
    ...(run.roles.length > 0 && { positionsBy: 'ROLE' as const }),
    prependBos: run.prependBos,
    directions: [state.direction],
    metrics: [state.metric],
    // A run has at least one sweep. This one takes less than 1% of the time of the edges of a large model.
    sweeps: ['HEAD_Z'],
    edges: true,
    ...(run.wholeAnswers && { wholeAnswers: true }),
  };
  const [plan, planned] = useLazyQuery(EdgeCostDocument, { fetchPolicy: 'no-cache' });
  const [create, created] = useMutation(CreateRunDocument);
  const cost = planned.data?.previewRun;
  const issue = cost?.issues[0]?.message;
  const problem = planned.error ?? created.error;
  const submit = async (): Promise<void> => {
    const { data } = await create({ variables: { input } });
    if (data) router.push(runPageAddress(data.createRun.id, PATHS_PAGE));
  };
  return (
    <>
      <Group gap="sm">
        <Button
          size="compact-sm"
          variant="default"
          loading={planned.loading}
          onClick={() => {
            plan({ variables: { input } }).catch(() => {});
          }}
        >
          Plan all {countEdges(run.model).toLocaleString('en')} edges
        </Button>
        {cost && issue === undefined && (
          <>
            <Text size="sm" aria-live="polite">
              About {formatMs(cost.estimatedMs ?? 0)}: {formatFlops(cost.plannedFlops ?? 0)} floating point
              operations ({state.direction.toLowerCase()}).
            </Text>
            <Button
              size="compact-sm"
              loading={created.loading}
              onClick={() => {
                submit().catch(() => {});
              }}
            >
              Compute all edges
            </Button>
          </>
        )}
      </Group>
      <Text size="xs" c="dimmed" maw="90ch">
        They are computed as a run of their own, with the same prompts and the direction and metric chosen
        above. It can be cancelled, and continues after an interruption.
      </Text>
      {(issue ?? problem) !== undefined && <Notice tone="error">{issue ?? describe(problem)}</Notice>}
    </>
  );
}

function describe(error: unknown): string {
  const { message, issues } = readError(error);
  return issues[0]?.message ?? message;
}

/** `5.9e13`. */
function formatFlops(flops: number): string {
  return flops.toExponential(1).replace('e+', 'e');
}

'use client';

import { useQuery } from '@apollo/client/react';
import { Skeleton, Table, Text } from '@mantine/core';
import { readError } from '../apollo/read-error';
import {
  PatchedPredictionsDocument,
  type Direction,
  type PredictionTable_PredictionFragment,
  type RunView_RunFragment,
} from '../generated/graphql';
import { formatNumber } from '../plot/heatmap/scale';
import { Notice } from '../site/Notice';
import { Token } from '../tokens/Token';
import { visibleText } from '../tokens/token-text';
import type { PinnedCell } from '../sweep/view-state';
import classes from './inspector.module.css';

interface PatchedPredictionsProps {
  readonly runId: string;
  readonly direction: Direction;
  readonly pairs: RunView_RunFragment['pairs'];
  readonly pinned: PinnedCell;
  /** Index of the prompt; null for the mean, which shows the first prompt. */
  readonly prompt: number | null;
}

type Rows = readonly PredictionTable_PredictionFragment[];

/** The most probable next tokens after this patch and of the two unpatched runs; the answers are marked. */
export function PatchedPredictions({ runId, direction, pairs, pinned, prompt }: PatchedPredictionsProps) {
  const { kind, layer, head, position, src = null } = pinned;
  const shown = prompt ?? 0;
  const { data, error } = useQuery(PatchedPredictionsDocument, {
    variables: { id: runId, kind, layer, head, position, src, prompt: shown },
    // A sweep has no identity in the cache.
    fetchPolicy: 'no-cache',
  });
  if (error) {
    return (
      <Notice tone="warning" title="No predictions under this patch">
        {readError(error).message}
      </Notice>
    );
  }
  const predictions = data?.run?.sweep?.patched;
  const pair = pairs[shown]!;
  const answers = [
    { name: 'correct', token: { id: pair.correctToken.id, text: pair.correct } },
    { name: 'incorrect', token: { id: pair.incorrectToken.id, text: pair.incorrect } },
  ] as const;
  const [base, source] = direction === 'DENOISING' ? ['corrupted', 'clean'] : ['clean', 'corrupted'];
  const columns: readonly (readonly [string, Rows])[] = predictions
    ? [
        ['Patched', predictions.patched],
        [`Base (${base})`, predictions.base],
        [`Source (${source})`, predictions.source],
      ]
    : [];
  return (
    <section aria-label="Predictions under this patch">
      <Text size="sm" fw={600}>
        Next token{pairs.length > 1 && `, prompt ${shown + 1} of ${pairs.length}`}
      </Text>
      {predictions ? (
        <Table fz="xs" verticalSpacing={1} horizontalSpacing={4} withRowBorders={false} layout="fixed">
          <Table.Thead>
            <Table.Tr>
              {columns.map(([name]) => (
                <Table.Th key={name}>{name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {predictions.patched.map((_, row) => (
              <Table.Tr key={row}>
                {columns.map(([name, rows]) => (
                  <Prediction key={name} row={rows[row]} answers={answers} />
                ))}
              </Table.Tr>
            ))}
            {answers.map(({ name, token }) => (
              <Table.Tr key={name} className={classes.ranks}>
                {columns.map(([column, rows]) => (
                  <Table.Td key={column}>
                    {name} {visibleText(token.text)}: {describeRank(rows, token.id)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ) : (
        <Skeleton height={220} />
      )}
    </section>
  );
}

interface PredictionProps {
  readonly row: Rows[number] | undefined;
  readonly answers: readonly {
    readonly name: 'correct' | 'incorrect';
    readonly token: { readonly id: number };
  }[];
}

function Prediction({ row, answers }: PredictionProps) {
  if (!row) return <Table.Td />;
  const answer = answers.find(({ token }) => token.id === row.token.id);
  return (
    <Table.Td
      className={classes.prediction}
      data-answer={answer?.name}
      title={`logit ${formatNumber(row.logit, 3)}${answer ? `, the ${answer.name} answer` : ''}`}
    >
      <Token token={row.token} /> {(100 * row.probability).toFixed(1)}%
      {answer && <span aria-label={`${answer.name} answer`}>{answer.name === 'correct' ? ' ✓' : ' ✗'}</span>}
    </Table.Td>
  );
}

/** `rank 2`, or `below 10` for a token that is not among the predictions. */
function describeRank(rows: Rows, id: number): string {
  const at = rows.findIndex(({ token }) => token.id === id);
  return at === -1 ? `below ${rows.length}` : `rank ${at + 1}`;
}

'use client';

import { useQuery } from '@apollo/client/react';
import { Skeleton, Table, Text } from '@mantine/core';
import { readError } from '../apollo/read-error';
import { TopPredictionsDocument, type Predictions_PredictionFragment } from '../generated/graphql';
import { Notice } from '../site/Notice';
import { Token } from '../tokens/Token';
import classes from './new-run.module.css';

interface PredictionsProps {
  readonly model: string;
  readonly clean: string;
  readonly corrupted: string;
  readonly prependBos: boolean;
}

/** The ten most probable next tokens of both prompts, as TransformerLens' test_prompt prints them. */
export function Predictions(variables: PredictionsProps) {
  const { data, error } = useQuery(TopPredictionsDocument, { variables });
  if (error) return <Notice tone="error">{readError(error).message}</Notice>;
  if (!data) return <Skeleton height={180} />;
  return (
    <div className={classes.predictions}>
      <PredictionTable title="After the clean prompt" rows={data.clean} />
      <PredictionTable title="After the corrupted prompt" rows={data.corrupted} />
    </div>
  );
}

function PredictionTable({
  title,
  rows,
}: {
  readonly title: string;
  readonly rows: readonly Predictions_PredictionFragment[];
}) {
  return (
    <div>
      <Text size="xs" fw={600}>
        {title}
      </Text>
      <Table fz="xs" verticalSpacing={1} withRowBorders={false}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>token</Table.Th>
            <Table.Th ta="right">logit</Table.Th>
            <Table.Th ta="right">probability</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ token, logit, probability }) => (
            <Table.Tr key={token.id}>
              <Table.Td>
                <Token token={token} />
              </Table.Td>
              <Table.Td ta="right">{logit.toFixed(2)}</Table.Td>
              <Table.Td ta="right">{(100 * probability).toFixed(2)}%</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

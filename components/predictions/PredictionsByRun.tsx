import { Skeleton, Text } from '@mantine/core';
import type {
  AnswerRank_PredictionFragment,
  Direction,
  PredictionTable_PredictionFragment,
  RunPredictions_PredictionsFragment,
  RunView_RunFragment,
} from '../generated/graphql';
import { formatNumber } from '../plot/heatmap/scale';
import { Table } from '../table/Table';
import { Token } from '../tokens/Token';
import { visibleText } from '../tokens/token-text';
import classes from './predictions.module.css';

type Rows = readonly PredictionTable_PredictionFragment[];

interface PredictionsByRunProps {
  readonly label: string;
  /** Left out while they are being read. */
  readonly predictions: RunPredictions_PredictionsFragment | undefined;
  readonly direction: Direction;
  readonly pairs: RunView_RunFragment['pairs'];
  /** Index of the prompt. */
  readonly shown: number;
}

/** The most probable next tokens after a patch and of the two unpatched runs; the answers are marked. */
export function PredictionsByRun({ label, predictions, direction, pairs, shown }: PredictionsByRunProps) {
  const pair = pairs[shown]!;
  const answers = [
    { name: 'correct', token: firstToken(pair, 'correct') },
    { name: 'incorrect', token: firstToken(pair, 'incorrect') },
  ] as const;
  const [base, source] = direction === 'DENOISING' ? ['corrupted', 'clean'] : ['clean', 'corrupted'];
  const correct = predictions?.correct;
  const columns: readonly (readonly [string, Rows, AnswerRank_PredictionFragment | undefined])[] = predictions
    ? [
        ['Patched', predictions.patched, correct?.patched],
        [`Base (${base})`, predictions.base, correct?.base],
        [`Source (${source})`, predictions.source, correct?.source],
      ]
    : [];
  return (
    <section aria-label={label}>
      <Text size="sm" fw={600}>
        Next token{pairs.length > 1 && `, prompt ${shown + 1} of ${pairs.length}`}; rank 0 is the first
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
                {columns.map(([column, rows, answer]) => (
                  <Table.Td key={column}>
                    {name} {visibleText(token.text)}:{' '}
                    {name === 'correct' && answer ? describeAnswer(answer) : describeRank(rows, token.id)}
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

/** `rank 0, 42.0%`, the rank in one line: ranks count from 0, as TransformerLens' test_prompt prints them. */
function describeAnswer({ rank, probability }: AnswerRank_PredictionFragment): string {
  const share = 100 * probability;
  return `rank\u00A0${rank.toLocaleString('en')}, ${share >= 0.1 ? share.toFixed(1) : share.toPrecision(1)}%`;
}

/** `rank 1`, or `below 10` for a token that is not among the predictions. */
function describeRank(rows: Rows, id: number): string {
  const at = rows.findIndex(({ token }) => token.id === id);
  return at === -1 ? `below\u00A0${rows.length}` : `rank\u00A0${at}`;
}

/** The token of an answer that follows the prompt: that of an answer of several tokens is its first. */
function firstToken(pair: RunView_RunFragment['pairs'][number], side: 'correct' | 'incorrect') {
  return { id: pair[`${side}Token`].id, text: pair.whole?.[side][0]?.text ?? pair[side] };
}

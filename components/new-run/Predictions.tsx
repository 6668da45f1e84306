'use client';

import { Skeleton } from '@mantine/core';
import { useLateQuery } from '../apollo/use-late-query';
import { TopPredictionsDocument } from '../generated/graphql';
import { RequestProblem } from '../site/RequestProblem';
import { PredictionTable } from '../predictions/PredictionTable';
import classes from './pair-editor.module.css';

interface PredictionsProps {
  readonly model: string;
  readonly clean: string;
  readonly corrupted: string;
  readonly prependBos: boolean;
}

/** The ten most probable next tokens of both prompts, as TransformerLens' test_prompt prints them. */
export function Predictions(variables: PredictionsProps) {
  const { data, error, refetch } = useLateQuery(TopPredictionsDocument, { variables });
  if (error) return <RequestProblem error={error} onRetry={refetch} />;
  if (!data) return <Skeleton height={180} />;
  return (
    <div className={classes.predictions}>
      <PredictionTable title="After the clean prompt" rows={data.clean} />
      <PredictionTable title="After the corrupted prompt" rows={data.corrupted} />
    </div>
  );
}

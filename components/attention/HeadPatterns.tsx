'use client';

import { useQuery } from '@apollo/client/react';
import { Skeleton } from '@mantine/core';
import { readError } from '../apollo/read-error';
import { HeadPatternsDocument } from '../generated/graphql';
import { Notice } from '../site/Notice';
import { AttentionPattern } from './AttentionPattern';
import classes from './attention.module.css';

interface HeadPatternsProps {
  readonly runId: string;
  readonly layer: number;
  readonly head: number;
  /** Index of the prompt; null for the mean over prompts. */
  readonly prompt: number | null;
  /** Clean only, as in a strip of many heads. */
  readonly isBrief?: boolean;
}

/** A head's attention pattern on the clean and the corrupted prompts, and their difference. */
export function HeadPatterns({ runId, layer, head, prompt, isBrief = false }: HeadPatternsProps) {
  const { data, error } = useQuery(HeadPatternsDocument, { variables: { id: runId, layer, head, prompt } });
  const name = `L${layer}H${head}`;
  if (error) {
    return (
      <Notice tone="warning" title={`No attention pattern of ${name}`}>
        {readError(error).message}
      </Notice>
    );
  }
  const [clean, corrupted] = [data?.run?.clean, data?.run?.corrupted];
  if (!clean || !corrupted) return <Skeleton height={220} width={isBrief ? 260 : '100%'} />;
  if (isBrief) return <AttentionPattern title={name} tokens={clean.tokens} values={clean.values} />;
  const difference = clean.values.map((row, dest) =>
    row.map((value, src) => value - corrupted.values[dest]![src]!),
  );
  return (
    <div className={classes.patterns}>
      <AttentionPattern title={`${name}, clean`} tokens={clean.tokens} values={clean.values} />
      <AttentionPattern title={`${name}, corrupted`} tokens={corrupted.tokens} values={corrupted.values} />
      <AttentionPattern
        title={`${name}, clean − corrupted`}
        tokens={clean.tokens}
        values={difference}
        isDifference
      />
    </div>
  );
}

'use client';

import { NativeSelect } from '@mantine/core';
import { RANKINGS, type Ranking } from './circuit-state';

interface RankingFieldProps {
  readonly rankings: readonly Ranking[];
  readonly ranking: Ranking;
  readonly onChange: (ranking: Ranking) => void;
}

/** How nodes or edges are ranked. */
export function RankingField({ rankings, ranking, onChange }: RankingFieldProps) {
  return (
    <NativeSelect
      label="Ranked by"
      data={rankings.map((value) => ({ value, label: RANKINGS[value] }))}
      value={ranking}
      onChange={(event) => onChange(event.currentTarget.value as Ranking)}
    />
  );
}

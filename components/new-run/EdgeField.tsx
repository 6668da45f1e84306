import { Checkbox } from '@mantine/core';
import { countEdges } from '../../domain/edges';
import type { ModelSize } from './sweep-choices';

interface EdgeFieldProps {
  readonly isChosen: boolean;
  /** Null before a model is chosen. */
  readonly size: ModelSize | null;
  readonly directions: number;
  readonly problem: string | undefined;
  readonly onChoose: (isChosen: boolean) => void;
}

/** Chooses the edges between heads, with the number of patched runs that they take. */
export function EdgeField({ isChosen, size, directions, problem, onChoose }: EdgeFieldProps) {
  const count = size && directions * countEdges(size);
  return (
    <Checkbox
      mt="md"
      label="Edges between heads"
      description={
        'Path patching from each head to the queries, keys and values of each later head' +
        (count === null ? '.' : `: ${count.toLocaleString('en')} patched runs a pair.`) +
        ' For the whole of a large model this takes minutes to hours; the estimated time below includes it.'
      }
      checked={isChosen}
      error={problem}
      onChange={(event) => onChoose(event.currentTarget.checked)}
    />
  );
}

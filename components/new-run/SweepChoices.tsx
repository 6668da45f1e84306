import { UnstyledButton } from '@mantine/core';
import { startTransition, useOptimistic } from 'react';
import type { SweepKind } from '../generated/graphql';
import { countPatches, haveSameKinds, SWEEP_CHOICES, type ModelSize } from './sweep-choices';
import classes from './patch-settings.module.css';

interface SweepChoicesProps {
  readonly chosen: readonly SweepKind[];
  /** Null before a model is chosen. */
  readonly size: ModelSize | null;
  /** Tokens of a prompt; null before that is known. */
  readonly positions: number | null;
  readonly onChoose: (kinds: readonly SweepKind[]) => void;
}

/**
 * Sets of kinds that are chosen with one click, each with its number of patches. The button answers at once; the list and the picture of
 * all kinds follow.
 */
export function SweepChoices({ chosen, size, positions, onChoose }: SweepChoicesProps) {
  const [shown, show] = useOptimistic(chosen);
  return (
    <div role="group" aria-label="Quick choice" className={classes.choices}>
      {SWEEP_CHOICES.map(({ name, kinds, hint }) => (
        <UnstyledButton
          key={name}
          className={classes.choice}
          title={hint}
          aria-pressed={haveSameKinds(kinds, shown)}
          onClick={() =>
            startTransition(() => {
              show(kinds);
              onChoose(kinds);
            })
          }
        >
          <span>{name}</span>
          <small>
            {kinds.length} kinds
            {size &&
              positions !== null &&
              `, ${countPatches(kinds, size, positions).toLocaleString('en')} patches a pair`}
          </small>
        </UnstyledButton>
      ))}
    </div>
  );
}

'use client';

import { memo, useOptimistic, type Dispatch, type TransitionStartFunction } from 'react';
import type { NewRunOptionsQuery } from '../generated/graphql';
import { copyPair, EMPTY_PAIR, PRESET_SETTINGS } from './draft';
import type { FormAction } from './form-state';
import { takeFirstClause } from './preset-cards';
import { PresetPicture } from './PresetPicture';
import classes from './preset-cards.module.css';

interface PresetCardsProps {
  readonly presets: NewRunOptionsQuery['presets'];
  /** The preset that the form holds: its id, 'empty', or null. */
  readonly current: string | null;
  readonly dispatch: Dispatch<FormAction>;
  /** Starts the transition in which the pairs are replaced. */
  readonly startReplacing: TransitionStartFunction;
}

/** The experiments to start from, each with a picture of its results. What they replace can be brought back. */
export const PresetCards = memo(function PresetCards(props: PresetCardsProps) {
  const { presets, current, dispatch, startReplacing } = props;
  // The card answers at once; a table of new pairs takes longer to draw.
  const [chosen, setChosen] = useOptimistic(current);
  const choose = (id: string, action: FormAction): void => {
    if (id === chosen) return;
    startReplacing(() => {
      setChosen(id);
      dispatch(action);
    });
  };
  return (
    <div role="group" aria-label="Start from" className={classes.cards}>
      {presets.map((preset) => (
        <button
          key={preset.id}
          type="button"
          className={classes.card}
          aria-pressed={preset.id === chosen}
          title={preset.description}
          onClick={() =>
            choose(preset.id, {
              type: 'replace',
              pairs: preset.pairs.map(copyPair),
              settings: { sweeps: preset.sweeps, ...PRESET_SETTINGS },
              what: `the preset ${preset.name}`,
            })
          }
        >
          {preset.pairs[0] && <PresetPicture pair={preset.pairs[0]} sweeps={preset.sweeps} />}
          <span className={classes.name}>{preset.name}</span>
          <span className={classes.about}>{takeFirstClause(preset.description)}</span>
        </button>
      ))}
      <button
        type="button"
        className={classes.card}
        aria-pressed={chosen === 'empty'}
        onClick={() => choose('empty', { type: 'replace', pairs: [EMPTY_PAIR], what: 'an empty pair' })}
      >
        <svg viewBox="0 0 132 50" className={classes.picture} aria-hidden>
          <rect x="1" y="1" width="130" height="17" rx="4" className={classes.blank} />
          <rect x="1" y="24" width="130" height="17" rx="4" className={classes.blank} />
          <path d="M9 5.5 V13.5" className={classes.caret} />
        </svg>
        <span className={classes.name}>Empty</span>
        <span className={classes.about}>Write or paste your own pairs</span>
      </button>
    </div>
  );
});

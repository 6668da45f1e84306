'use client';

import { IconCheck } from '@tabler/icons-react';
import { memo } from 'react';
import { Keys } from '../shortcuts/Keys';
import { findKeys } from '../shortcuts/shortcuts';
import { useIsApple } from '../shortcuts/use-is-apple';
import type { Entry, EntryGroup } from './entry';
import classes from './palette.module.css';

interface PaletteListProps {
  /** Of the search; unique on the page. */
  readonly id: string;
  readonly groups: readonly EntryGroup[];
  /** Index of the entry that Enter opens, over all groups. */
  readonly chosen: number;
  readonly onChosen: (index: number) => void;
  readonly onChoose: (entry: Entry) => void;
}

/** What the search has found, by group. The field above keeps the focus. */
export const PaletteList = memo(function PaletteList(props: PaletteListProps) {
  const { id, groups, chosen, onChosen, onChoose } = props;
  const isApple = useIsApple();
  const starts = groups.map((_, index) =>
    groups.slice(0, index).reduce((sum, { entries }) => sum + entries.length, 0),
  );
  return (
    <div id={`${id}-list`} role="listbox" aria-label="Results" className={classes.list}>
      {groups.map(({ group, entries }, index) => (
        <div key={group} role="group" aria-label={group} className={classes.group}>
          <div className={classes.heading} aria-hidden>
            {group}
          </div>
          {entries.map((entry, offset) => {
            const at = starts[index]! + offset;
            const keys = entry.target === undefined ? null : findKeys(entry.target);
            return (
              // The field handles the keys.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
              <div
                key={entry.id}
                id={`${id}-${at}`}
                role="option"
                tabIndex={-1}
                aria-selected={at === chosen}
                className={classes.entry}
                onPointerMove={() => at !== chosen && onChosen(at)}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onChoose(entry)}
              >
                <span className={classes.label}>{entry.label}</span>
                {entry.detail !== undefined && <span className={classes.detail}>{entry.detail}</span>}
                {entry.isOn !== undefined && (
                  <span className={classes.state}>
                    {entry.isOn && <IconCheck size={14} aria-hidden />} {entry.isOn ? 'on' : 'off'}
                  </span>
                )}
                {keys !== null && <Keys keys={keys} isApple={isApple} />}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
});

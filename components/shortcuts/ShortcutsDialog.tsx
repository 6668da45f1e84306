'use client';

import { Checkbox } from '@mantine/core';
import { Fragment, useState } from 'react';
import { Dialog } from '../dialog/Dialog';
import { hasCharacterShortcuts, setCharacterShortcuts } from './character-setting';
import { Keys } from './Keys';
import { PLACES, SHORTCUTS, type Place } from './shortcuts';
import { useIsApple } from './use-is-apple';
import classes from './shortcuts.module.css';

interface ShortcutsDialogProps {
  readonly onClose: () => void;
}

/** All shortcuts by place, and the setting that switches off those of single characters. */
export function ShortcutsDialog({ onClose }: ShortcutsDialogProps) {
  const isApple = useIsApple();
  const [hasCharacters, setCharacters] = useState(hasCharacterShortcuts);
  return (
    <Dialog onClose={onClose} title="Keyboard shortcuts" size="xl">
      <Checkbox
        label="Shortcuts of single characters"
        description="Off: letters, / and ? do nothing on pages. Search stays at Ctrl or ⌘ and K; keys inside of plots stay."
        checked={hasCharacters}
        onChange={(event) => {
          setCharacters(event.currentTarget.checked);
          setCharacterShortcuts(event.currentTarget.checked);
        }}
      />
      <div className={classes.places}>
        {(Object.keys(PLACES) as Place[]).map((place) => (
          <section key={place} aria-label={PLACES[place]} className={classes.place}>
            <h3 className={classes.heading}>{PLACES[place]}</h3>
            <dl className={classes.list}>
              {SHORTCUTS.filter((one) => one.place === place).map(({ keys, label }) => (
                <div key={label} className={classes.row}>
                  <dt>{label}</dt>
                  <dd>
                    {keys.map((one, index) => (
                      <Fragment key={one}>
                        {index > 0 && ' '}
                        <Keys keys={one} isApple={isApple} />
                      </Fragment>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

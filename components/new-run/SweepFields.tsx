import { SITES } from '../../domain/sites';
import { Checkbox, Text } from '@mantine/core';
import { SECTIONS } from '../sweep/kinds';
import classes from './patch-settings.module.css';

/** A checkbox for each sweep kind; expensive kinds are in a separate group. */
export function SweepFields() {
  return (
    <div className={classes.sections}>
      {SECTIONS.map(({ title, kinds, note }) => (
        <fieldset key={title} className={classes.sweeps}>
          <legend>{title}</legend>
          {kinds.map((kind) => (
            <Checkbox
              key={kind}
              size="xs"
              mb={8}
              value={kind}
              label={SITES[kind].title}
              description={SITES[kind].patches}
            />
          ))}
          {note && (
            <Text size="xs" c="dimmed">
              {note}
            </Text>
          )}
        </fieldset>
      ))}
    </div>
  );
}

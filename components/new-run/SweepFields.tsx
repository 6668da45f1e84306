import { SITES } from '../../domain/sites';
import { Checkbox, Text } from '@mantine/core';
import { memo } from 'react';
import type { SweepKind } from '../generated/graphql';
import { SECTIONS } from '../sweep/kinds';
import classes from './patch-settings.module.css';

interface SweepFieldsProps {
  readonly chosen: readonly SweepKind[];
  /** The same function for all renderings. */
  readonly onToggle: (kind: SweepKind) => void;
}

/** A checkbox for each sweep kind; expensive kinds are in a separate group. */
export function SweepFields({ chosen, onToggle }: SweepFieldsProps) {
  return (
    <div role="group" aria-label="Sweeps" className={classes.sections}>
      {SECTIONS.map(({ title, kinds, note }) => (
        <fieldset key={title} className={classes.sweeps}>
          <legend>{title}</legend>
          {kinds.map((kind) => (
            <SweepField key={kind} kind={kind} isChosen={chosen.includes(kind)} onToggle={onToggle} />
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

interface SweepFieldProps extends Pick<SweepFieldsProps, 'onToggle'> {
  readonly kind: SweepKind;
  readonly isChosen: boolean;
}

/** Renders only when it is chosen or released: there are many. */
const SweepField = memo(function SweepField({ kind, isChosen, onToggle }: SweepFieldProps) {
  return (
    <Checkbox
      size="xs"
      mb={8}
      value={kind}
      checked={isChosen}
      onChange={() => onToggle(kind)}
      label={SITES[kind].title}
      description={SITES[kind].patches}
    />
  );
});

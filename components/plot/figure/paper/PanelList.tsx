import { Button, Checkbox, Group, Text } from '@mantine/core';
import { move, type PaperChoice } from './paper-choices';
import classes from './paper.module.css';

interface PanelListProps {
  readonly choices: readonly PaperChoice[];
  /** Ids of the chosen panels in their order. */
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
}

/** The panels of the page: chosen ones first, in the order of the figure. */
export function PanelList({ choices, chosen, onChange }: PanelListProps) {
  const ordered = [
    ...chosen.map((id) => choices.find((choice) => choice.id === id)!),
    ...choices.filter(({ id }) => !chosen.includes(id)),
  ];
  return (
    <fieldset className={classes.panels}>
      <legend>
        <Text size="sm" fw={500} span>
          Panels
        </Text>
      </legend>
      {ordered.map(({ id, label }) => {
        const at = chosen.indexOf(id);
        return (
          <Group key={id} gap={4} wrap="nowrap" justify="space-between">
            <Checkbox
              size="xs"
              label={at === -1 ? label : `${String.fromCodePoint(97 + (at % 26))}  ${label}`}
              checked={at !== -1}
              onChange={() => onChange(at === -1 ? [...chosen, id] : chosen.filter((other) => other !== id))}
            />
            {at !== -1 && chosen.length > 1 && (
              <Group gap={2} wrap="nowrap">
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={`Move up: ${label}`}
                  disabled={at === 0}
                  onClick={() => onChange(move(chosen, at, -1))}
                >
                  ↑
                </Button>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={`Move down: ${label}`}
                  disabled={at === chosen.length - 1}
                  onClick={() => onChange(move(chosen, at, 1))}
                >
                  ↓
                </Button>
              </Group>
            )}
          </Group>
        );
      })}
    </fieldset>
  );
}

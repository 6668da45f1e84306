import { Button, Checkbox, Group, Text } from '@mantine/core';
import { move, type PaperChoice } from './paper-choices';
import classes from './paper.module.css';

interface PanelListProps {
  readonly choices: readonly PaperChoice[];
  /** Ids of the chosen panels in their order. */
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
}

/** The panels of the page: chosen ones first, in the order of the figure; then the others below the titles of their figures. */
export function PanelList({ choices, chosen, onChange }: PanelListProps) {
  const inFigure = chosen.map((id) => choices.find((choice) => choice.id === id)!);
  const others = choices.filter(({ id }) => !chosen.includes(id));
  const figures = [...new Set(others.map(({ figure }) => figure))].map(
    (figure) => [figure, others.filter((other) => other.figure === figure)] as const,
  );
  return (
    <fieldset className={classes.panels}>
      <legend>
        <Text size="sm" fw={500} span>
          Panels
        </Text>
      </legend>
      {inFigure.map(({ id, label }, at) => (
        <Group key={id} gap={4} wrap="nowrap" justify="space-between">
          <Checkbox
            size="xs"
            label={`${String.fromCodePoint(97 + (at % 26))}  ${label}`}
            checked
            onChange={() => onChange(chosen.filter((other) => other !== id))}
          />
          {chosen.length > 1 && <MoveButtons {...{ chosen, at, label, onChange }} />}
        </Group>
      ))}
      {figures.map(([figure, members]) => (
        <div key={figure} className={classes.group}>
          {/* The panel of a figure that has no other is named by the panel. */}
          {(members.length > 1 || members[0]!.panel.title !== figure) && (
            <Text size="xs" c="dimmed">
              {figure}
            </Text>
          )}
          {members.map(({ id, label, panel }) => (
            <Checkbox
              key={id}
              size="xs"
              label={panel.title}
              aria-label={label}
              checked={false}
              onChange={() => onChange([...chosen, id])}
            />
          ))}
        </div>
      ))}
    </fieldset>
  );
}

interface MoveButtonsProps extends Pick<PanelListProps, 'chosen' | 'onChange'> {
  /** Index in `chosen`. */
  readonly at: number;
  readonly label: string;
}

function MoveButtons({ chosen, at, label, onChange }: MoveButtonsProps) {
  return (
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
  );
}

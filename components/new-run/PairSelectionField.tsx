import { Group, NumberInput, Radio } from '@mantine/core';
import type { PairSelection } from './select-pairs';

interface PairSelectionFieldProps {
  readonly count: number;
  readonly room: number;
  readonly selection: PairSelection;
  readonly onChange: (selection: PairSelection) => void;
}

/** Chooses the pairs to import if there are more than a run takes. */
export function PairSelectionField({ count, room, selection, onChange }: PairSelectionFieldProps) {
  const from = selection.by === 'range' ? selection.from : 1;
  const choose = (by: string): void =>
    onChange(by === 'range' ? { by, from } : { by: by === 'spread' ? 'spread' : 'first' });
  return (
    <Radio.Group label="Take" value={selection.by} onChange={choose}>
      <Group gap="md" mt={4}>
        <Radio value="first" label={`The first ${room}`} />
        <Radio value="spread" label={`${room} at equal distances`} />
        <Radio value="range" label={`${room} in a row, from pair`} />
        <NumberInput
          aria-label="First pair taken"
          size="xs"
          w={90}
          min={1}
          max={count - room + 1}
          value={from}
          disabled={selection.by !== 'range'}
          onChange={(value) => onChange({ by: 'range', from: Number(value) || 1 })}
        />
      </Group>
    </Radio.Group>
  );
}

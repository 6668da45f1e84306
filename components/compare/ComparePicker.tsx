import { Button, Group, NativeSelect } from '@mantine/core';
import type { CompareQuery } from '../generated/graphql';

interface ComparePickerProps {
  readonly findings: CompareQuery['findings']['edges'];
  readonly a: string;
  readonly b: string;
}

/** Chooses two runs: the address holds the choice, and it works before any script has loaded. */
export function ComparePicker({ findings, a, b }: ComparePickerProps) {
  const published = findings.map(({ node }) => ({
    value: node.run.id,
    label: `${node.title} · ${node.run.model.id}`,
  }));
  const options = (chosen: string) => [
    { value: '', label: 'Choose a finding' },
    // A run that is not published can be compared too; it comes by its id.
    ...(chosen !== '' && !published.some(({ value }) => value === chosen)
      ? [{ value: chosen, label: `Run ${chosen}` }]
      : []),
    ...published,
  ];
  return (
    <form action="/compare">
      <Group gap="xs" align="flex-end">
        {(
          [
            ['a', a],
            ['b', b],
          ] as const
        ).map(([name, chosen]) => (
          <NativeSelect
            key={`${name} ${chosen}`}
            name={name}
            label={name.toUpperCase()}
            size="xs"
            maw="100%"
            miw={240}
            defaultValue={chosen}
            data={options(chosen)}
          />
        ))}
        <Button type="submit" size="xs" variant="default">
          Compare
        </Button>
      </Group>
    </form>
  );
}

import { Checkbox, SimpleGrid, Stack, Text } from '@mantine/core';
import { KIND_TEXT, SECTIONS } from '../run/kinds';
import classes from './new-run.module.css';

/** The sweep kinds to choose from, within a checkbox group; those that cost much stand apart. */
export function SweepFields() {
  return (
    <Stack gap="sm">
      {SECTIONS.map(({ title, kinds, note }) => (
        <fieldset key={title} className={classes.sweeps}>
          <legend>{title}</legend>
          {note && (
            <Text size="xs" c="dimmed" mb={6}>
              {note}
            </Text>
          )}
          <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }} spacing="xs">
            {kinds.map((kind) => (
              <Checkbox
                key={kind}
                value={kind}
                label={KIND_TEXT[kind].title}
                description={KIND_TEXT[kind].patches}
              />
            ))}
          </SimpleGrid>
        </fieldset>
      ))}
    </Stack>
  );
}

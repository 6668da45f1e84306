import { Group, MultiSelect, NativeSelect, NumberInput, Text } from '@mantine/core';
import { MAX_SET_PAIRS } from '../../domain/limits';
import type { PromptSetFormQuery } from '../generated/graphql';

type FamilyOption = PromptSetFormQuery['promptFamilies'][number];

/** What a family generates: choices that every family has. */
export interface GenerationChoice {
  /** Empty for the family's first one. */
  readonly corruption: string;
  /** Empty for all. */
  readonly templates: readonly string[];
  readonly seed: number;
  readonly count: number;
}

interface GenerationFieldsProps {
  readonly family: Pick<FamilyOption, 'corruptions' | 'templates'>;
  readonly choice: GenerationChoice;
  readonly findIssue: (field: string) => string | undefined;
  readonly onChange: (choice: GenerationChoice) => void;
}

/** Chooses the corruption and templates of a family, the seed, and how many pairs it generates. */
export function GenerationFields({ family, choice, findIssue, onChange }: GenerationFieldsProps) {
  return (
    <>
      <NativeSelect
        label="Corrupted prompt"
        value={choice.corruption || family.corruptions[0]?.id}
        onChange={(event) => onChange({ ...choice, corruption: event.currentTarget.value })}
        data={family.corruptions.map(({ id, name }) => ({ value: id, label: name }))}
        error={findIssue('family.corruption')}
      />
      <MultiSelect
        label="Templates"
        placeholder={choice.templates.length === 0 ? 'All' : ''}
        value={[...choice.templates]}
        onChange={(templates) => onChange({ ...choice, templates })}
        data={family.templates.map(({ id, text }) => ({ value: id, label: text }))}
        error={findIssue('family.templates')}
        clearable
      />
      <Group gap="md" align="flex-start">
        <NumberInput
          label="Number of pairs"
          min={1}
          max={MAX_SET_PAIRS}
          value={choice.count}
          onChange={(value) => onChange({ ...choice, count: Number(value) || 0 })}
          error={findIssue('family.count')}
          maw={200}
        />
        <NumberInput
          label="Seed"
          value={choice.seed}
          onChange={(value) => onChange({ ...choice, seed: Number(value) || 0 })}
          allowDecimal={false}
          error={findIssue('family.seed')}
          maw={200}
        />
      </Group>
      <Text size="xs" c="dimmed" mt={-6}>
        The same seed gives the same pairs.
      </Text>
    </>
  );
}

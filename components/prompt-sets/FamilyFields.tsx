import { NativeSelect, NumberInput, Stack, Text, MultiSelect } from '@mantine/core';
import { MAX_SET_PAIRS } from '../../domain/limits';
import type { PromptSetFormQuery } from '../generated/graphql';

export type FamilyOption = PromptSetFormQuery['promptFamilies'][number];

export interface FamilyChoice {
  readonly family: string;
  /** Empty for the family's first one. */
  readonly corruption: string;
  /** Empty for all. */
  readonly templates: readonly string[];
  readonly seed: number;
  readonly count: number;
}

interface FamilyFieldsProps {
  readonly families: readonly FamilyOption[];
  readonly choice: FamilyChoice;
  readonly issueOf: (field: string) => string | undefined;
  readonly onChange: (choice: FamilyChoice) => void;
}

/** Chooses a family, its corruption and templates, the seed, and how many pairs it generates. */
export function FamilyFields({ families, choice, issueOf, onChange }: FamilyFieldsProps) {
  const family = families.find(({ id }) => id === choice.family) ?? families[0]!;
  return (
    <Stack gap="sm">
      <NativeSelect
        label="Family"
        value={family.id}
        onChange={(event) =>
          onChange({ ...choice, family: event.currentTarget.value, corruption: '', templates: [] })
        }
        data={families.map(({ id, name }) => ({ value: id, label: name }))}
        error={issueOf('family.family')}
      />
      <Text size="sm" c="dimmed">
        {family.purpose} {family.source}.
      </Text>
      <NativeSelect
        label="Corrupted prompt"
        value={choice.corruption || family.corruptions[0]!.id}
        onChange={(event) => onChange({ ...choice, corruption: event.currentTarget.value })}
        data={family.corruptions.map(({ id, name }) => ({ value: id, label: name }))}
        error={issueOf('family.corruption')}
      />
      <MultiSelect
        label="Templates"
        description="All when none is chosen."
        value={[...choice.templates]}
        onChange={(templates) => onChange({ ...choice, templates })}
        data={family.templates.map(({ id, text }) => ({ value: id, label: text }))}
        error={issueOf('family.templates')}
        clearable
      />
      <NumberInput
        label="Number of pairs"
        min={1}
        max={MAX_SET_PAIRS}
        value={choice.count}
        onChange={(value) => onChange({ ...choice, count: Number(value) || 0 })}
        error={issueOf('family.count')}
        maw={200}
      />
      <NumberInput
        label="Seed"
        description="The same seed gives the same pairs."
        value={choice.seed}
        onChange={(value) => onChange({ ...choice, seed: Number(value) || 0 })}
        allowDecimal={false}
        error={issueOf('family.seed')}
        maw={200}
      />
    </Stack>
  );
}

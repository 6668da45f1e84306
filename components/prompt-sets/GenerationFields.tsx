import { MultiSelect, NativeSelect, NumberInput } from '@mantine/core';
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
        description="All when none is chosen."
        value={[...choice.templates]}
        onChange={(templates) => onChange({ ...choice, templates })}
        data={family.templates.map(({ id, text }) => ({ value: id, label: text }))}
        error={findIssue('family.templates')}
        clearable
      />
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
        description="The same seed gives the same pairs."
        value={choice.seed}
        onChange={(value) => onChange({ ...choice, seed: Number(value) || 0 })}
        allowDecimal={false}
        error={findIssue('family.seed')}
        maw={200}
      />
    </>
  );
}

import { NativeSelect, Stack, Text } from '@mantine/core';
import type { PromptSetFormQuery } from '../generated/graphql';
import { GenerationFields, type GenerationChoice } from './GenerationFields';

export interface FamilyChoice extends GenerationChoice {
  readonly family: string;
}

interface FamilyFieldsProps {
  readonly families: PromptSetFormQuery['promptFamilies'];
  readonly choice: FamilyChoice;
  readonly findIssue: (field: string) => string | undefined;
  readonly onChange: (choice: FamilyChoice) => void;
}

/** Chooses a family that comes with Patchbay, and what it generates. */
export function FamilyFields({ families, choice, findIssue, onChange }: FamilyFieldsProps) {
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
        error={findIssue('family.family')}
      />
      <Text size="sm" c="dimmed">
        {family.purpose} {family.source}.
      </Text>
      <GenerationFields
        family={family}
        choice={choice}
        findIssue={findIssue}
        onChange={(changed) => onChange({ ...choice, ...changed })}
      />
    </Stack>
  );
}

'use client';

import { useQuery } from '@apollo/client/react';
import { NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { MAX_DEFINITION } from '../../domain/limits';
import { readError } from '../apollo/read-error';
import { ReadFamilyDocument, type PromptSetFormQuery, type ReadFamilyQuery } from '../generated/graphql';
import { Notice } from '../site/Notice';
import { visibleText } from '../tokens/token-text';
import { GenerationFields, type GenerationChoice } from './GenerationFields';
import { quoteAnswers } from './quote-answers';
import classes from './prompt-sets.module.css';

export interface DefinitionChoice extends GenerationChoice {
  readonly definition: string;
}

interface DefinitionFieldsProps {
  readonly families: PromptSetFormQuery['promptFamilies'];
  readonly choice: DefinitionChoice;
  readonly findIssue: (field: string) => string | undefined;
  readonly onChange: (choice: DefinitionChoice) => void;
}

/** Pause in typing after which the definition is read, in ms. */
const PAUSE_MS = 300;
const NO_FAMILY = { corruptions: [], templates: [] };

/** Writes a family of one's own: its definition, what is wrong with it, and the first pairs that it generates. */
export function DefinitionFields({ families, choice, findIssue, onChange }: DefinitionFieldsProps) {
  const { definition, corruption, seed } = choice;
  const [settled] = useDebouncedValue({ definition, corruption, seed }, PAUSE_MS);
  const { data, previousData, error } = useQuery(ReadFamilyDocument, {
    variables: {
      definition: settled.definition,
      seed: settled.seed,
      ...(settled.corruption !== '' && { corruption: settled.corruption }),
    },
    skip: settled.definition.trim() === '',
  });
  const reading = definition.trim() === '' ? null : ((data ?? previousData)?.readFamily ?? null);
  return (
    <Stack gap="sm">
      <NativeSelect
        label="Start from"
        value=""
        onChange={(event) => {
          const family = families.find(({ id }) => id === event.currentTarget.value);
          if (family) onChange({ ...choice, definition: family.definition, corruption: '', templates: [] });
        }}
        data={[
          { value: '', label: 'Choose a family to copy' },
          ...families.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        maw={360}
      />
      <Textarea
        label="Definition"
        description="YAML: templates with slots in braces, lists of words, the list that each variable is drawn from, what must be different, what fills the slots, corruptions, and answers."
        value={definition}
        // Other templates and corruptions may be gone.
        onChange={(event) =>
          onChange({ ...choice, definition: event.currentTarget.value, corruption: '', templates: [] })
        }
        maxLength={MAX_DEFINITION}
        error={findIssue('family.definition') !== undefined && 'The definition cannot be used.'}
        classNames={{ input: classes.definition }}
        spellCheck={false}
        autosize
        minRows={10}
        maxRows={28}
      />
      {error && <Notice tone="error">{readError(error).message}</Notice>}
      <div aria-live="polite">{reading && <Reading reading={reading} />}</div>
      <GenerationFields
        family={reading ?? NO_FAMILY}
        choice={choice}
        findIssue={findIssue}
        onChange={(changed) => onChange({ ...choice, ...changed })}
      />
    </Stack>
  );
}

function Reading({ reading: { problems, pairs } }: { readonly reading: ReadFamilyQuery['readFamily'] }) {
  if (problems.length > 0) {
    return (
      <ul className={classes.problems} aria-label="Problems of the definition">
        {problems.map(({ line, message }, index) => (
          <li key={index}>
            Line {line}: {message}
          </li>
        ))}
      </ul>
    );
  }
  if (pairs.length === 0)
    return (
      <Text size="sm">
        The definition gives no pair: the prompts of a pair are always the same, or the values that must be
        different never are.
      </Text>
    );
  return (
    <div role="region" aria-label="First pairs">
      {pairs.map((pair, index) => (
        <div key={index} className={classes.pair}>
          <div className={classes.plain}>
            {visibleText(pair.clean)}
            <br />
            {visibleText(pair.corrupted)}
          </div>
          <Text component="p" size="xs" c="dimmed">
            {pair.template}: correct {quoteAnswers(pair.correct)}, incorrect {quoteAnswers(pair.incorrect)}
          </Text>
        </div>
      ))}
    </div>
  );
}

'use client';

import { ActionIcon, Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconCopy, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { FieldIssue } from '../apollo/read-error';
import type { Baseline_BaselineFragment, PairFields_PreviewFragment } from '../generated/graphql';
import { TokenPair } from '../tokens/TokenPair';
import { TokenRow } from '../tokens/TokenRow';
import type { DraftPair } from './draft';
import { Predictions } from './Predictions';
import classes from './new-run.module.css';

interface PairFieldsProps {
  readonly index: number;
  readonly pair: DraftPair;
  readonly preview: PairFields_PreviewFragment | undefined;
  readonly baseline: Baseline_BaselineFragment['perPrompt'][number] | undefined;
  /** Paths relative to this pair: `clean`, `correct`, …; empty for the pair as a whole. */
  readonly issues: readonly FieldIssue[];
  readonly warnings: readonly FieldIssue[];
  readonly model: string;
  readonly prependBos: boolean;
  readonly canRemove: boolean;
  readonly onChange: (pair: DraftPair) => void;
  readonly onDuplicate: () => void;
  readonly onRemove: () => void;
}

/** One prompt pair: its four texts, and below them how the model reads it. */
export function PairFields(props: PairFieldsProps) {
  const { index, pair, preview, baseline, issues, warnings, model, prependBos, canRemove } = props;
  const [asksPredictions, setAsksPredictions] = useState(false);
  const messageOf = (list: readonly FieldIssue[], field: string): string | undefined =>
    list.find(({ path }) => path === field)?.message;
  const set = (field: keyof DraftPair) => (event: { currentTarget: { value: string } }) =>
    props.onChange({ ...pair, [field]: event.currentTarget.value });
  return (
    <fieldset className={classes.pair}>
      <legend>Pair {index + 1}</legend>
      <Group gap={4} className={classes.pairActions}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Duplicate pair ${index + 1}`}
          onClick={props.onDuplicate}
        >
          <IconCopy size={16} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Remove pair ${index + 1}`}
          disabled={!canRemove}
          onClick={props.onRemove}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
      <Stack gap="xs">
        {(['clean', 'corrupted'] as const).map((field) => (
          <Textarea
            key={field}
            label={field === 'clean' ? 'Clean prompt' : 'Corrupted prompt'}
            value={pair[field]}
            onChange={set(field)}
            error={messageOf(issues, field)}
            description={messageOf(warnings, field)}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            autosize
            minRows={1}
            classNames={{ input: classes.text, description: classes.warning }}
          />
        ))}
        {preview && preview.cleanTokens.length > 0 && (
          <TokenPair
            clean={preview.cleanTokens}
            corrupted={preview.corruptedTokens}
            differing={preview.differingPositions}
          />
        )}
        <Group gap="md" align="flex-start" grow preventGrowOverflow={false}>
          {(['correct', 'incorrect'] as const).map((field) => {
            const tokens = preview?.[field === 'correct' ? 'correctTokens' : 'incorrectTokens'] ?? [];
            const lacksSpace = tokens.length > 1 && pair[field] !== '' && !pair[field].startsWith(' ');
            return (
              <div key={field}>
                <TextInput
                  label={field === 'correct' ? 'Correct answer' : 'Incorrect answer'}
                  value={pair[field]}
                  onChange={set(field)}
                  error={messageOf(issues, field)}
                  classNames={{ input: classes.text }}
                />
                <Group gap={6} mt={4}>
                  <TokenRow tokens={tokens} />
                  {tokens.length === 1 && (
                    <Text size="xs" c="dimmed">
                      one token
                    </Text>
                  )}
                  {lacksSpace && (
                    <Button
                      size="compact-xs"
                      variant="light"
                      onClick={() => props.onChange({ ...pair, [field]: ` ${pair[field]}` })}
                    >
                      Add the leading space
                    </Button>
                  )}
                </Group>
              </div>
            );
          })}
        </Group>
        {messageOf(issues, '') && (
          <Text size="xs" c="red" role="alert">
            {messageOf(issues, '')}
          </Text>
        )}
        {messageOf(warnings, '') && (
          <Text size="xs" className={classes.warning}>
            {messageOf(warnings, '')}
          </Text>
        )}
        <Group gap="md">
          {baseline && (
            <Text size="xs" c="dimmed" ff="monospace">
              logit difference: clean {baseline.clean.toFixed(3)}, corrupted {baseline.corrupted.toFixed(3)}
            </Text>
          )}
          <Button
            size="compact-xs"
            variant="subtle"
            disabled={pair.clean === '' || pair.corrupted === '' || model === ''}
            onClick={() => setAsksPredictions(!asksPredictions)}
          >
            {asksPredictions ? 'Hide predictions' : 'Top predictions'}
          </Button>
        </Group>
        {asksPredictions && (
          <Predictions model={model} clean={pair.clean} corrupted={pair.corrupted} prependBos={prependBos} />
        )}
      </Stack>
    </fieldset>
  );
}

'use client';

import { ActionIcon, Group } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { LateSelect } from '../floating/LateSelect';
import { formatNumber } from '../plot/heatmap/scale';
import { visibleText } from '../tokens/token-text';
import type { Baseline_BaselineFragment } from '../generated/graphql';
import type { TokenizedPair } from './positions';
import type { ViewState } from './view-state';
import classes from './sweep.module.css';

/** Logit differences of the unpatched runs of one prompt. */
type PromptBaseline = Pick<Baseline_BaselineFragment['perPrompt'][number], 'clean' | 'corrupted'>;

interface PromptControlProps {
  /** Those that can be chosen: the first ones of a large run. */
  readonly pairs: readonly TokenizedPair[];
  /** Pairs that the mean is over; those of `pairs` when left out. */
  readonly count?: number;
  readonly baseline: { readonly perPrompt: readonly PromptBaseline[] };
  /** Index of the prompt; null for the mean. */
  readonly prompt: number | null;
  readonly onChange: (change: Pick<ViewState, 'prompt'>) => void;
}

/** Chooses the mean or one prompt, from a searchable list or step by step. */
export function PromptControl({
  pairs,
  count = pairs.length,
  baseline,
  prompt,
  onChange,
}: PromptControlProps) {
  const step = (to: number): void => onChange({ prompt: to < 0 || to >= pairs.length ? null : to });
  return (
    <Group gap={2} className={classes.prompt}>
      <ActionIcon
        variant="default"
        size={30}
        aria-label="Previous prompt"
        onClick={() => step((prompt ?? pairs.length) - 1)}
      >
        <IconChevronLeft size={16} />
      </ActionIcon>
      <LateSelect
        w={214}
        aria-label="Prompt"
        searchable
        nothingFoundMessage="No such prompt"
        maxDropdownHeight={320}
        value={prompt === null ? 'mean' : String(prompt)}
        onChange={(value) => value !== null && onChange({ prompt: value === 'mean' ? null : Number(value) })}
        data={[
          { value: 'mean', label: `Mean of ${count.toLocaleString('en')} prompts` },
          ...pairs.map((pair, index) => ({
            value: String(index),
            label: `${index + 1}: ${describePair(pair)}, gap ${describeGap(baseline.perPrompt[index])}`,
          })),
        ]}
      />
      <ActionIcon
        variant="default"
        size={30}
        aria-label="Next prompt"
        onClick={() => step(prompt === null ? 0 : prompt + 1)}
      >
        <IconChevronRight size={16} />
      </ActionIcon>
    </Group>
  );
}

/** The first differing tokens, clean and corrupted: `·John→·Mary`. */
function describePair({
  cleanTokens,
  corruptedTokens,
  differingPositions: [at],
  alignment,
}: TokenizedPair): string {
  if (alignment) return `${cleanTokens.length}/${corruptedTokens.length} tokens`;
  const [clean, corrupted] = [cleanTokens[at ?? -1], corruptedTokens[at ?? -1]];
  return clean && corrupted ? `${visibleText(clean.text)}→${visibleText(corrupted.text)}` : 'equal';
}

function describeGap(own: PromptBaseline | undefined): string {
  return own ? formatNumber(own.clean - own.corrupted, 2) : '?';
}

'use client';

import { NativeSelect, Stack, Text, Title } from '@mantine/core';
import type { PromptSetPageQuery, PromptSetView_PairFragment } from '../generated/graphql';
import { TextLink } from '../site/Links';
import { Notice } from '../site/Notice';
import { PromptSetActions } from './PromptSetActions';
import { PromptSetBaselines } from './PromptSetBaselines';
import { PromptSetFacts } from './PromptSetFacts';
import { PromptSetPairs } from './PromptSetPairs';
import { pairsAddress, setAddress } from '../../domain/set-address';
import classes from './prompt-sets.module.css';

type Set = NonNullable<PromptSetPageQuery['promptSet']>;

interface PromptSetViewProps {
  readonly set: Set;
  /** Model that the pairs are tokenised for; empty for none. */
  readonly model: string;
  /** Ids of usable models. */
  readonly models: readonly string[];
  readonly offset: number;
  /** Pairs of one page. */
  readonly first: number;
}

/** A version of a prompt set: what it is, what a model's tokenizer makes of it, and its pairs. */
export function PromptSetView({ set, model, models, offset, first }: PromptSetViewProps) {
  const pairs: readonly PromptSetView_PairFragment[] = set.pairs ?? set.texts ?? [];
  const { id, version, pairCount } = set;
  const last = offset + pairs.length;
  return (
    <Stack gap="lg">
      <div>
        <Title order={1}>{set.name}</Title>
        <Text size="sm" c="dimmed">
          {pairCount.toLocaleString('en')} {pairCount === 1 ? 'pair' : 'pairs'}, version {version}, by{' '}
          {set.isMine ? 'you' : set.owner.name}
        </Text>
      </div>
      {version < set.latestVersion && (
        <Notice>
          This is version {version}. The newest is{' '}
          <TextLink href={setAddress(id)}>version {set.latestVersion}</TextLink>.
        </Notice>
      )}
      <PromptSetActions set={set} />
      <PromptSetFacts set={set} />
      {model !== '' && <PromptSetBaselines key={model} set={`${id}@${version}`} model={model} />}
      <section aria-labelledby="pairs">
        <Title order={2} id="pairs" mb="xs">
          Pairs
        </Title>
        {models.length > 0 && (
          <form action={setAddress(id, version)}>
            <NativeSelect
              key={model}
              size="xs"
              name="model"
              label="Tokens of"
              defaultValue={model}
              onChange={(event) => event.currentTarget.form?.requestSubmit()}
              data={[...models]}
              maw={260}
            />
            <noscript>
              <button type="submit">Show</button>
            </noscript>
          </form>
        )}
        {set.check && (
          <Text size="sm" mt="xs">
            {describeCheck(set.check, pairCount, model)}
          </Text>
        )}
        {set.check && set.check.usableAsWhole > 0 && (
          <Text size="sm">
            {describeUsableAsWhole(set.check, pairCount)} The form of a new run offers it.
          </Text>
        )}
        {set.check && set.check.refused.length > 0 && (
          <details>
            <summary>
              {set.check.refused.length === 1
                ? '1 pair that cannot be used with answers of one token'
                : `${set.check.refused.length.toLocaleString('en')} pairs that cannot be used with answers of one token`}
            </summary>
            <ul>
              {set.check.refused.slice(0, 50).map(({ row, reason }) => (
                <li key={row} className={classes.text}>
                  {row}: {reason}
                </li>
              ))}
            </ul>
          </details>
        )}
        <PromptSetPairs pairs={pairs} />
        {pairCount > first && (
          <Text size="sm" mt="sm">
            {offset + 1} to {last} of {pairCount.toLocaleString('en')}.{' '}
            {offset > 0 && (
              <TextLink href={pairsAddress(id, version, model, Math.max(0, offset - first))}>
                Previous
              </TextLink>
            )}{' '}
            {last < pairCount && <TextLink href={pairsAddress(id, version, model, last)}>Next</TextLink>}
          </Text>
        )}
      </section>
    </Stack>
  );
}

function describeCheck(
  { usable, lengths }: NonNullable<Set['check']>,
  pairCount: number,
  model: string,
): string {
  const counts = lengths.map(({ tokens, count }) => `${count.toLocaleString('en')} of ${tokens} tokens`);
  const list = counts.length > 0 ? `: ${counts.join(', ')}` : '';
  return `${usable.toLocaleString('en')} of ${pairCount.toLocaleString('en')} pairs are usable with ${model}${list}.`;
}

/** `17 more are usable in a run that reads answers of several tokens as a whole: 1,000 of 1,000.` */
function describeUsableAsWhole(
  { usable, usableAsWhole }: NonNullable<Set['check']>,
  pairCount: number,
): string {
  const all = (usable + usableAsWhole).toLocaleString('en');
  return (
    `${usableAsWhole.toLocaleString('en')} more ${usableAsWhole === 1 ? 'is' : 'are'} usable in a run that reads answers of several tokens as a ` +
    `whole: ${all} of ${pairCount.toLocaleString('en')}.`
  );
}

import { Badge, Group, Stack, Text, Title } from '@mantine/core';
import { Results } from '../run/Results';
import type { FindingPageQuery } from '../generated/graphql';
import { TokenPair } from '../tokens/TokenPair';
import { FindingText } from './FindingText';
import { LinkButton, TextLink } from '../site/Links';

/** A finding: its claim, then the run that it is about. */
export function FindingView({ finding }: { readonly finding: NonNullable<FindingPageQuery['finding']> }) {
  const { run } = finding;
  const [pair] = run.pairs;
  return (
    <Stack gap="lg">
      <div>
        <Title order={1}>{finding.title}</Title>
        <Group gap={8} mt={6}>
          <Text size="sm" c="dimmed">
            {finding.author.name}, {new Date(finding.createdAt).toISOString().slice(0, 10)}, on {run.model.id}
          </Text>
          {finding.tags.map((tag) => (
            <TextLink key={tag} href={`/?tag=${encodeURIComponent(tag)}`} underline="never">
              <Badge variant="light" tt="none">
                {tag}
              </Badge>
            </TextLink>
          ))}
          <LinkButton size="compact-xs" variant="default" href={`/runs/${run.id}`}>
            Open the run
          </LinkButton>
          <LinkButton size="compact-xs" variant="default" href={`/runs/new?from=${run.id}`}>
            Edit as new run
          </LinkButton>
          <LinkButton size="compact-xs" variant="default" href={`/compare?a=${run.id}`}>
            Compare
          </LinkButton>
        </Group>
      </div>
      <FindingText text={finding.summary} />
      {pair && (
        <TokenPair
          clean={pair.cleanTokens}
          corrupted={pair.corruptedTokens}
          differing={pair.differingPositions}
        />
      )}
      <Results run={run} />
    </Stack>
  );
}

'use client';

import { Group, Stack, Text, Title } from '@mantine/core';
import { SITES } from '../../domain/sites';
import { formatCellParameter, formatHead } from '../../domain/cell';
import { mean } from '../../domain/effect';
import { BarPlot } from '../charts/BarPlot';
import { ChartFigure } from '../charts/ChartFigure';
import type { CodeRequest } from '../code/code-text';
import { ShowCode } from '../code/ShowCode';
import type { HeadView_HeadFragment } from '../generated/graphql';
import { fileName } from '../plot/figure/file-name';
import { formatEffect, formatNumber } from '../plot/heatmap/scale';
import { useTone } from '../plot/heatmap/use-tone';
import { TextLink } from '../site/Links';
import { UserLink } from '../site/UserLink';
import { WideTable } from '../site/WideTable';
import { Table } from '../table/Table';
import { describeEffectChoice, writeEffectChoice, type EffectChoice } from './effect-choice';
import { EffectChoiceForm } from './EffectChoiceForm';
import { HeadClaims } from './HeadClaims';
import { countInSameBins } from '../../domain/histogram';
import { LEAST_RECOVERY } from '../../domain/head-matters';
import classes from './heads.module.css';

/** Findings from which on their values are shown as a distribution; fewer are read from the table. */
const LEAST_DISTRIBUTED = 5;

interface HeadViewProps {
  readonly head: HeadView_HeadFragment;
  /** The direction and the metric of its effects. */
  readonly choice: EffectChoice;
  /** The request of the page. */
  readonly request: CodeRequest;
}

/** What the findings on a model measured of one head: its effects by kind, and the findings in which it matters. */
export function HeadView({ head: shown, choice, request }: HeadViewProps) {
  const { model, layer, head, effects, claims } = shown;
  const name = formatHead(layer, head);
  return (
    <Stack gap="lg" data-wide>
      <div>
        <Title order={1}>
          {name} of {model}
        </Title>
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            What the published findings on this model measured of this head.{' '}
            <TextLink href={`/heads/${encodeURIComponent(model)}${writeEffectChoice(choice)}`}>
              All heads of {model}
            </TextLink>
          </Text>
          <ShowCode title={`${name} of ${model}`} code={{ requests: [request] }} />
        </Group>
      </div>
      <EffectChoiceForm {...choice} />
      {effects.length === 0 ? (
        <Text size="sm">
          No published finding on this model patched whole heads and measured the{' '}
          {describeEffectChoice(choice)}.
        </Text>
      ) : (
        <>
          <Effects name={name} model={model} effects={effects} choice={choice} />
          <Findings head={shown} name={name} choice={choice} />
        </>
      )}
      {(effects.length > 0 || claims.length > 0) && <HeadClaims claims={claims} name={name} />}
    </Stack>
  );
}

function Effects({
  name,
  model,
  effects,
  choice,
}: {
  readonly name: string;
  readonly model: string;
  readonly effects: HeadView_HeadFragment['effects'];
  readonly choice: EffectChoice;
}) {
  const tone = useTone();
  const distributed = effects.filter(({ recoveries }) => recoveries.length >= LEAST_DISTRIBUTED);
  // One axis for all kinds, so that they can be compared.
  const { width, groups } = countInSameBins(distributed.map(({ recoveries }) => recoveries));
  return (
    <section aria-label="Effects">
      <Title order={2}>Effects by sweep</Title>
      <Text size="sm" maw="90ch" mb="xs">
        Mean recovery of the {describeEffectChoice(choice)}: 0 as in the base run, 1 as in the source run. One
        value for each finding.
      </Text>
      <WideTable>
        <Table fz="sm" aria-label="Effects by sweep" className={classes.numbers}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Patched</Table.Th>
              <Table.Th ta="right">Findings</Table.Th>
              <Table.Th ta="right">Mean</Table.Th>
              <Table.Th ta="right">Least</Table.Th>
              <Table.Th ta="right">Most</Table.Th>
              <Table.Th ta="right" style={{ whiteSpace: 'nowrap' }}>
                Size ≥ {LEAST_RECOVERY}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {effects.map(({ kind, recoveries }) => (
              <Table.Tr key={kind}>
                <Table.Td>{SITES[kind].title}</Table.Td>
                <Table.Td ta="right">{recoveries.length}</Table.Td>
                <Table.Td ta="right">{formatEffect(mean(recoveries))}</Table.Td>
                <Table.Td ta="right">{formatEffect(recoveries.at(-1)!)}</Table.Td>
                <Table.Td ta="right">{formatEffect(recoveries[0]!)}</Table.Td>
                <Table.Td ta="right">
                  {recoveries.filter((value) => Math.abs(value) >= LEAST_RECOVERY).length}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      <div className={classes.histograms}>
        {distributed.map(({ kind, recoveries }, index) => {
          const bins = groups[index]!;
          const title = SITES[kind].title;
          return (
            <ChartFigure
              key={kind}
              title={title}
              figure={{
                lines: [
                  `${name} of ${model}: recovery of the ${describeEffectChoice(choice)} in ${recoveries.length} findings, bins of ${formatNumber(width, 2)}.`,
                ],
                nameFile: (part) => fileName(model, name, part),
              }}
            >
              <BarPlot
                data={bins.map(({ from, count }) => ({ label: formatNumber(from, 2), count }))}
                series={[{ key: 'count', label: 'findings' }]}
                xName={`recovery, from (bins of ${formatNumber(width, 2)})`}
                yName="findings"
                unit="findings"
                tone={tone}
              />
            </ChartFigure>
          );
        })}
      </div>
    </section>
  );
}

function Findings({
  head: { findings, effects, layer, head },
  name,
  choice,
}: {
  readonly head: HeadView_HeadFragment;
  readonly name: string;
  readonly choice: EffectChoice;
}) {
  const view = writeEffectChoice(choice).replace('?', '&');
  const kinds = effects.map(({ kind }) => kind);
  return (
    <section aria-label="Findings">
      <Title order={2}>Findings in which it matters</Title>
      <Text size="sm" mb="xs">
        Recovery of at least {LEAST_RECOVERY} in size in one of the sweeps, the largest first. Each number
        opens the cell of its run.
      </Text>
      {findings.length === 0 ? (
        <Text size="sm">{name} matters in no finding.</Text>
      ) : (
        <WideTable>
          <Table fz="sm" aria-label="Findings in which it matters" className={classes.numbers}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Finding</Table.Th>
                <Table.Th>Author</Table.Th>
                {kinds.map((kind) => (
                  <Table.Th key={kind} ta="right" title={SITES[kind].title}>
                    {SITES[kind].word}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {findings.map(({ finding, effects: ofRun }) => (
                <Table.Tr key={finding.id}>
                  <Table.Td className={classes.title}>
                    <TextLink size="sm" href={`/findings/${finding.slug}`}>
                      {finding.title}
                    </TextLink>
                  </Table.Td>
                  <Table.Td>
                    <UserLink user={finding.author} />
                  </Table.Td>
                  {kinds.map((kind) => {
                    const effect = ofRun.find((one) => one.kind === kind);
                    const cell = formatCellParameter({ kind, layer, head, position: null });
                    return (
                      <Table.Td key={kind} ta="right">
                        {effect ? (
                          <TextLink size="sm" href={`/runs/${finding.run.id}?cell=${cell}${view}`}>
                            {formatEffect(effect.recovery)}
                          </TextLink>
                        ) : (
                          '–'
                        )}
                      </Table.Td>
                    );
                  })}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
    </section>
  );
}

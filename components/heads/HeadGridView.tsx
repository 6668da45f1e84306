'use client';

import { Group, Stack, Text, Title } from '@mantine/core';
import { useRouter } from 'next/navigation';
import type { CodeRequest } from '../code/code-text';
import { ShowCode } from '../code/ShowCode';
import type { HeadGridView_GridFragment } from '../generated/graphql';
import { nameHeadCell } from '../paths/head-grid';
import { fileName } from '../plot/figure/file-name';
import { layoutFacets } from '../plot/heatmap/geometry';
import { Heatmap } from '../plot/heatmap/Heatmap';
import { Legend } from '../plot/heatmap/Legend';
import { useTone } from '../plot/heatmap/use-tone';
import { useRowWidth } from '../plot/use-row-width';
import { TextLink } from '../site/Links';
import { describeEffectChoice, writeEffectChoice, type EffectChoice } from './effect-choice';
import { EffectChoiceForm } from './EffectChoiceForm';
import { LEAST_RECOVERY } from '../../domain/head-matters';

interface HeadGridViewProps {
  readonly grid: HeadGridView_GridFragment;
  /** The direction and the metric of the recoveries. */
  readonly choice: EffectChoice;
  /** The request of the page. */
  readonly request: CodeRequest;
}

/** In how many findings each head of a model matters, as a heatmap whose cells open the pages of heads. */
export function HeadGridView({ grid, choice, request }: HeadGridViewProps) {
  const { model, layers, heads, findings, counts } = grid;
  const tone = useTone();
  const router = useRouter();
  const { ref, width } = useRowWidth();
  const rowLabels = Array.from({ length: layers }, (_, layer) => String(layer));
  const { cellWidth, cellHeight } = layoutFacets(width, 1, heads, rowLabels, { isSquare: true });
  const limit = Math.max(1, ...counts);
  return (
    <Stack gap="md" data-wide>
      <div>
        <Title order={1}>Heads of {model}</Title>
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            <TextLink href={`/?model=${encodeURIComponent(model)}`}>Findings on {model}</TextLink>
          </Text>
          <ShowCode title={`Heads of ${model}`} code={{ requests: [request] }} />
        </Group>
      </div>
      <EffectChoiceForm {...choice} />
      <Text size="sm" maw="90ch">
        {findings === 0
          ? `No published finding on this model patched the outputs of whole heads and measured the ${describeEffectChoice(choice)}.`
          : `${findings} ${findings === 1 ? 'finding' : 'findings'} on this model patched the output z of whole heads. A cell counts those in which the head’s mean recovery of the ${describeEffectChoice(choice)} is at least ${LEAST_RECOVERY} in size. A click or Enter opens the page of the head.`}
      </Text>
      {findings > 0 && (
        <div ref={ref}>
          <Legend limit={limit} scale="counts" tone={tone} label="findings" decimals={0} />
          <Heatmap
            title="Findings by head"
            values={counts}
            rowName="layer"
            rowLabels={rowLabels}
            rowsPerLayer={1}
            columnName="head"
            columns={Array.from({ length: heads }, (_, head) => ({ text: String(head) }))}
            limit={limit}
            {...{ cellWidth, cellHeight }}
            showsValues
            scale="counts"
            tone={tone}
            valueName="findings in which the head matters"
            unit=""
            formatValue={(value) => `${value ?? 0} of ${findings} findings`}
            figure={{
              lines: [
                `${model}: ${findings} findings, recovery of the ${describeEffectChoice(choice)} of at least ${LEAST_RECOVERY} in size.`,
              ],
              nameFile: (part) => fileName(model, part),
            }}
            nameCell={nameHeadCell}
            pinned={null}
            onPin={() => {}}
            onOpen={(cell) =>
              router.push(
                `/heads/${encodeURIComponent(model)}/${nameHeadCell(cell)}${writeEffectChoice(choice)}`,
              )
            }
          />
        </div>
      )}
    </Stack>
  );
}

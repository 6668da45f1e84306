import { Text } from '@mantine/core';
import type {
  JointPatch_PatchFragment,
  JointResult_ResultFragment,
  RunView_RunFragment,
} from '../generated/graphql';
import { WideTable } from '../site/WideTable';
import { metricName } from '../sweep/value-text';
import type { ValueName } from '../sweep/view-state';
import { Table } from '../table/Table';
import { chooseEffectName, formatJoint, pickInteraction, pickNumber, readEffect } from './joint-numbers';
import classes from './joint.module.css';

interface EffectsByPromptProps {
  /** The shown metric of the joint patch. */
  readonly result: JointResult_ResultFragment;
  readonly controls: readonly JointPatch_PatchFragment[];
  readonly value: ValueName;
  readonly pairs: RunView_RunFragment['pairs'];
}

/** The joint effect on each prompt, beside that of the controls. Each prompt is normalised by its own gap. */
export function EffectsByPrompt({ result, controls, value, pairs }: EffectsByPromptProps) {
  const { metric } = result;
  return (
    <div>
      <Text size="sm" fw={600}>
        Each prompt, {metricName(metric)}
      </Text>
      <WideTable>
        <Table
          fz="sm"
          verticalSpacing={1}
          withRowBorders={false}
          horizontalSpacing={6}
          className={classes.numbers}
          aria-label="Joint effect on each prompt"
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Prompt</Table.Th>
              <Table.Th ta="right">Joint</Table.Th>
              <Table.Th ta="right">Sum of single</Table.Th>
              <Table.Th ta="right">Interaction</Table.Th>
              {controls.map(({ id, donorRule, seed }) => (
                <Table.Th key={id} ta="right">
                  {donorRule === 'SAME_ANSWER' ? 'Same answer' : 'Other prompt'}, seed {seed}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody ff="monospace">
            {pairs.map((pair, prompt) => {
              const effect = readEffect(result, [prompt]);
              const name = effect ? chooseEffectName(value, effect) : 'change';
              return (
                <Table.Tr key={pair.index}>
                  <Table.Td title={pair.clean}>{prompt + 1}</Table.Td>
                  {effect ? (
                    <>
                      <Table.Td ta="right">
                        {formatJoint(pickNumber(effect.effect, effect.base, name), name)}
                      </Table.Td>
                      <Table.Td ta="right">
                        {formatJoint(pickNumber(effect.sumOfSingles, effect.base, name), name)}
                      </Table.Td>
                      <Table.Td ta="right">
                        {formatJoint(pickInteraction(effect, name), name === 'raw' ? 'change' : name)}
                      </Table.Td>
                    </>
                  ) : (
                    <Table.Td colSpan={3} ta="right">
                      not patched
                    </Table.Td>
                  )}
                  {controls.map((control) => {
                    const own = control.results.find((one) => one.metric === metric);
                    const of = own ? readEffect(own, [prompt]) : null;
                    return (
                      <Table.Td key={control.id} ta="right">
                        {of ? formatJoint(pickNumber(of.effect, of.base, name), name) : 'no donor'}
                      </Table.Td>
                    );
                  })}
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </WideTable>
    </div>
  );
}

import { Text } from '@mantine/core';
import type { JointEffect } from '../../domain/joint-effect';
import type { JointPatch_PatchFragment, Metric } from '../generated/graphql';
import { metricRow } from '../sweep/metrics';
import type { ValueName } from '../sweep/view-state';
import { Table } from '../table/Table';
import {
  chooseEffectName,
  describeEffectName,
  formatJoint,
  pickInteraction,
  pickNumber,
} from './joint-numbers';
import classes from './joint.module.css';

interface EffectBarsProps {
  readonly effect: JointEffect;
  readonly value: ValueName;
  readonly metric: Metric;
  readonly sites: JointPatch_PatchFragment['sites'];
}

/** A row of the bars. */
interface Bar {
  readonly label: string;
  readonly kind: 'single' | 'sum' | 'joint' | 'interaction';
  /** Change from the base run, which the bar shows. */
  readonly change: number;
  readonly text: string;
}

/** The effect of each site alone, their sum, the joint effect and the interaction, in one metric, with bars of the changes. */
export function EffectBars({ effect, value, metric, sites }: EffectBarsProps) {
  const name = chooseEffectName(value, effect);
  const write = (one: JointEffect['effect']): string => formatJoint(pickNumber(one, effect.base, name), name);
  const bars: Bar[] = [
    ...sites.map(({ label }, site): Bar => {
      const single = effect.singleEffects[site]!;
      return { label: `${label} alone`, kind: 'single', change: single.change, text: write(single) };
    }),
    {
      label: 'Sum of single effects',
      kind: 'sum',
      change: effect.sumOfSingles.change,
      text: write(effect.sumOfSingles),
    },
    { label: 'Joint effect', kind: 'joint', change: effect.effect.change, text: write(effect.effect) },
    {
      label: 'Interaction',
      kind: 'interaction',
      change: effect.interaction.change,
      text: formatJoint(pickInteraction(effect, name), name === 'raw' ? 'change' : name),
    },
  ];
  const low = Math.min(0, ...bars.map(({ change }) => change));
  const high = Math.max(0, ...bars.map(({ change }) => change));
  const range = high - low || 1;
  const toShare = (change: number): number => (100 * (change - low)) / range;
  return (
    <div>
      <Text size="sm" fw={600}>
        {metricRow(metric).title}, {describeEffectName(name, metric)}
      </Text>
      <Table fz="sm" verticalSpacing={2} withRowBorders={false} aria-label="Single and joint effects">
        <Table.Tbody>
          {bars.map(({ label, kind, change, text }) => (
            <Table.Tr
              key={label}
              className={
                kind === 'single' ? undefined : `${classes.total} ${kind === 'sum' ? classes.firstTotal : ''}`
              }
            >
              <Table.Td className={classes.title}>{label}</Table.Td>
              <Table.Td w="40%">
                <div className={classes.track} aria-hidden>
                  <span
                    className={classes.fill}
                    data-kind={kind}
                    style={{
                      left: `${toShare(Math.min(0, change))}%`,
                      width: `${(100 * Math.abs(change)) / range}%`,
                    }}
                  />
                  <span className={classes.zero} style={{ left: `${toShare(0)}%` }} />
                </div>
              </Table.Td>
              <Table.Td ta="right" ff="monospace">
                {text}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

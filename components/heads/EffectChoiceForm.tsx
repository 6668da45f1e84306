'use client';

import { Button, Group, NativeSelect } from '@mantine/core';
import { usePathname, useRouter } from 'next/navigation';
import { wordOfMetric } from '../../domain/claim/words';
import { DIRECTIONS } from '../../domain/effect';
import { describeMetric } from '../../domain/metrics';
import { readEffectChoice, RECOVERED_METRICS, writeEffectChoice, type EffectChoice } from './effect-choice';

/** Chooses direction and metric of the effects. The address holds them, and the form works before scripts have loaded. */
export function EffectChoiceForm({ direction, metric }: EffectChoice) {
  const router = useRouter();
  const pathname = usePathname();
  return (
    <form
      action={pathname}
      onSubmit={(event) => {
        event.preventDefault();
        const data = new FormData(event.currentTarget);
        const read = (name: string): string => {
          const value = data.get(name);
          return typeof value === 'string' ? value : '';
        };
        router.push(pathname + writeEffectChoice(readEffectChoice(read)));
      }}
    >
      <Group gap="sm" align="end">
        <NativeSelect
          key={`direction ${direction}`}
          size="xs"
          name="direction"
          label="Direction of the runs"
          defaultValue={direction?.toLowerCase() ?? ''}
          data={[
            { value: '', label: 'First of each run' },
            ...DIRECTIONS.map((one) => ({
              value: one.toLowerCase(),
              label: one === 'DENOISING' ? 'Denoising' : 'Noising',
            })),
          ]}
        />
        <NativeSelect
          key={`metric ${metric}`}
          size="xs"
          name="metric"
          label="Metric of the recovery"
          defaultValue={wordOfMetric(metric)}
          data={RECOVERED_METRICS.map((id) => ({
            value: wordOfMetric(id),
            label: describeMetric(id).title,
          }))}
        />
        <Button type="submit" size="xs" variant="default">
          Show effects
        </Button>
      </Group>
    </form>
  );
}

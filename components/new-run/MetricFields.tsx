import { Checkbox } from '@mantine/core';
import { metricRow, METRICS, sortMetrics } from '../sweep/metrics';
import type { Metric } from '../generated/graphql';
import classes from './patch-settings.module.css';

interface MetricFieldsProps {
  readonly chosen: readonly Metric[];
  readonly problem: string | undefined;
  readonly onChoose: (metrics: readonly Metric[]) => void;
}

/** A checkbox for each metric, with what best practice says of it. */
export function MetricFields({ chosen, problem, onChoose }: MetricFieldsProps) {
  return (
    <Checkbox.Group
      aria-label="Metrics"
      mt="md"
      value={[...chosen]}
      onChange={(value) => onChoose(sortMetrics(value))}
      error={problem}
    >
      <details className={classes.metrics}>
        <summary>
          Metrics: {chosen.length === 0 ? 'none' : chosen.map((metric) => metricRow(metric).title).join(', ')}
        </summary>
        <div className={classes.sections}>
          {METRICS.map((metric) => {
            const { title, label, practice } = metricRow(metric);
            return (
              <Checkbox
                key={metric}
                size="xs"
                value={metric}
                label={`${title} (${label})`}
                description={practice}
              />
            );
          })}
        </div>
      </details>
    </Checkbox.Group>
  );
}

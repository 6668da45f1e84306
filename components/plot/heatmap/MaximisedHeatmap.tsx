'use client';

import { MaximisedPanel } from '../maximise/MaximisedPanel';
import { fitGeometry } from './geometry';
import type { HeatmapProps } from './Heatmap';
import { hasHatched } from './hatch';
import { HeatmapView } from './HeatmapView';
import { Legend } from './Legend';

interface MaximisedHeatmapProps extends HeatmapProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** A heatmap as large as the screen, with its colour bar. */
export function MaximisedHeatmap({ id, onClose, ...props }: MaximisedHeatmapProps) {
  const { title, limit, scale, tone, valueName, skipped, unclear } = props;
  return (
    <MaximisedPanel title={title} onClose={onClose}>
      {(room) => (
        <>
          <Legend
            {...{ limit, scale, tone }}
            label={valueName}
            isHatched={hasHatched(skipped)}
            hasUnclear={hasHatched(unclear)}
          />
          <div>
            <HeatmapView {...props} id={id} geometry={fitGeometry(props, room)} keepsPinned />
          </div>
        </>
      )}
    </MaximisedPanel>
  );
}

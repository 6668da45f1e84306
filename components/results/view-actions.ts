/** Settings of the view of a run, as actions of its page. */
import type { PageAction } from '../actions/page-actions';
import { SCALES, type ScaleName } from '../plot/heatmap/scale';
import type { ViewState } from '../sweep/view-state';

/** Numbers, margins, scales and colours of the plots, and the cells that are not distinguishable from 0. */
export function listViewActions(
  view: Pick<ViewState, 'showsValues' | 'hasMargins' | 'hasOwnScales' | 'hatchesUnclear' | 'scale'>,
  onChange: (change: Partial<ViewState>) => void,
): PageAction[] {
  const setting = (
    id: 'showsValues' | 'hasMargins' | 'hasOwnScales' | 'hatchesUnclear',
    label: string,
  ): PageAction => ({
    id: `view ${id}`,
    label,
    isOn: view[id],
    run: () => onChange({ [id]: !view[id] }),
  });
  return [
    setting('showsValues', 'Numbers in cells'),
    setting('hasMargins', 'Means of rows and columns'),
    setting('hasOwnScales', 'A colour scale for each plot'),
    setting('hatchesUnclear', 'Hatch cells not distinguishable from 0'),
    ...(Object.keys(SCALES) as ScaleName[]).map((scale) => ({
      id: `colours ${scale}`,
      label: `Colours: ${SCALES[scale].label}`,
      isOn: view.scale === scale,
      run: () => onChange({ scale }),
    })),
  ];
}

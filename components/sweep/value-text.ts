/** Names of the values of heatmaps. */
import type { ValueName } from './view-state';

interface ValueText {
  /** On controls. */
  readonly label: string;
  /** On colour bars, with the unit. */
  readonly axis: string;
  /** Follows a value. */
  readonly unit: string;
  /** In the description of a figure. */
  readonly sentence: string;
}

export const VALUE_TEXT: Readonly<Record<ValueName, ValueText>> = {
  recovery: {
    label: 'Recovery',
    axis: 'recovery',
    unit: '',
    sentence: 'Recovery of the logit difference: 0 as in the base run, 1 as in the source run',
  },
  change: {
    label: 'Change',
    axis: 'change of the logit difference (logits)',
    unit: 'logits',
    sentence: 'Change of the logit difference from the base run, in logits',
  },
  logitDiff: {
    label: 'Logit difference',
    axis: 'logit difference (logits)',
    unit: 'logits',
    sentence: 'Logit difference (correct − incorrect) after the patch, in logits',
  },
};

/** Warnings of a preview: baselines for which recovery is hard or impossible to interpret. */
import type { InputIssue } from '../../errors';
import { isFiniteBaseline, judgeBaseline } from '../../../domain/baseline';
import { isGapTooSmall, type Baselines } from '../../../domain/effect';

/** Warnings of all pairs (`pairs`) and of single ones (`pairs.0`). A run with warnings is accepted. */
export function warnOfBaseline(baseline: Baselines): InputIssue[] {
  const warnings: InputIssue[] = [];
  const { cannotNormalise } = judgeBaseline(baseline);
  if (cannotNormalise !== null) {
    const message = `${cannotNormalise} The run can be submitted; interpret its logit differences instead.`;
    warnings.push({ path: 'pairs', message });
  }
  if (!isFiniteBaseline(baseline)) return warnings;
  Array.from(baseline.clean, (clean, index) => {
    const corrupted = baseline.corrupted[index]!;
    const message = describePair(clean, corrupted);
    if (message !== null) warnings.push({ path: `pairs.${index}`, message });
  });
  return warnings;
}

function describePair(clean: number, corrupted: number): string | null {
  if (isGapTooSmall({ base: corrupted, source: clean })) {
    return `This pair's logit differences (${logits(clean)} clean, ${logits(corrupted)} corrupted) are too close to normalise by.`;
  }
  if (clean <= corrupted) {
    return `The model prefers the correct answer more on the corrupted prompt (${logits(corrupted)}) than on the clean one (${logits(clean)}). Check whether the answers or the prompts are swapped.`;
  }
  return null;
}

function logits(value: number): string {
  return `${value.toFixed(3).replace('-', '−')} logits`;
}

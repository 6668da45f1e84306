import type { AnswerState } from '../demo/use-answer';
import classes from './learn.module.css';

interface StepNoteProps {
  readonly state: AnswerState<unknown>;
  /** What was computed, e.g. `28 patched runs`. */
  readonly work: string;
  /** Whether the shown values are stored ones while there is no answer. */
  readonly hasSaved: boolean;
}

/** Says whether shown values are of the engine or stored, and why there is no answer. Announced by screen readers. */
export function StepNote({ state, work, hasSaved }: StepNoteProps) {
  const { answer, problem, isComputing } = state;
  return (
    <p className={classes.note} role="status">
      {answer && `Computed now: ${work} in ${Math.max(1, Math.round(answer.elapsedMs))} ms.`}
      {!answer && hasSaved && 'Saved values of a finding. '}
      {!answer && isComputing && (hasSaved ? 'The engine computes them again.' : 'The engine computes.')}
      {problem !== null && `The engine did not answer: ${problem}`}
      {problem !== null && !hasSaved && ' No value of this step is saved.'}
    </p>
  );
}

import { createElement, type ReactNode } from 'react';
import { MATH_ATTRIBUTES, MATH_ELEMENTS, type MathElement } from '../../domain/mathml';
import classes from './text.module.css';

export interface FormulaProps {
  /** Without the dollar signs. */
  readonly tex: string;
  /** Whether it stands on a line of its own. */
  readonly isDisplay: boolean;
  /** Null where the TeX cannot be translated. */
  readonly mathml: MathElement | null;
  /** Why it cannot. */
  readonly problem: string | null;
}

/** A formula in MathML, which the browser draws with its own fonts; its TeX where it cannot be translated, with the reason. */
export function Formula({ tex, isDisplay, mathml, problem }: FormulaProps) {
  if (mathml === null) return <Untranslated tex={tex} isDisplay={isDisplay} problem={problem} />;
  const math = createElement(
    'math',
    { display: isDisplay ? 'block' : 'inline', alttext: tex },
    createElement(
      'semantics',
      null,
      draw(mathml),
      createElement('annotation', { encoding: 'application/x-tex' }, tex),
    ),
  );
  if (!isDisplay) return math;
  return (
    // A paragraph may hold it, so that it is no div.
    <span className={classes.display} role="group" aria-label="Formula" tabIndex={0}>
      {math}
    </span>
  );
}

/** Elements and attributes that are not known to be harmless leave their content. */
function draw({ name, attributes = {}, children }: MathElement): ReactNode {
  const content = children.map((child) => (typeof child === 'string' ? child : draw(child)));
  if (!MATH_ELEMENTS.has(name)) return createElement('mrow', null, ...content);
  const allowed = Object.entries(attributes)
    .filter(([attribute]) => MATH_ATTRIBUTES.has(attribute))
    .map(([attribute, value]) => [attribute === 'class' ? 'className' : attribute, value]);
  return createElement(name, Object.fromEntries(allowed), ...content);
}

function Untranslated({ tex, isDisplay, problem }: Omit<FormulaProps, 'mathml'>) {
  const marks = isDisplay ? '$$' : '$';
  return (
    <>
      <code>{`${marks}${tex}${marks}`}</code>
      <span className={classes.problem}> ({problem})</span>
    </>
  );
}

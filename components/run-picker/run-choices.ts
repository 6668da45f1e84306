/** The choices of a run picker: the visitor's runs, published runs, and a run whose id or address was typed. */
import { readRunId } from '../../domain/read-run-id';
import { nameRunFully } from '../../domain/name-run';
import type { RunPicker_RunFragment } from '../generated/graphql';

interface Choice {
  readonly value: string;
  readonly label: string;
}

interface ChoiceGroup {
  readonly group: string;
  readonly items: Choice[];
}

interface Found {
  readonly mine: readonly RunPicker_RunFragment[];
  readonly findings: readonly { readonly title: string; readonly run: RunPicker_RunFragment }[];
}

const RUN_ID = /^[\w-]{12}$/;

/** `title · denoising on gpt2`. */
export function runLabel(
  title: string,
  { directions, model }: Pick<RunPicker_RunFragment, 'directions' | 'model'>,
): string {
  return `${title} · ${directions.join(' and ').toLowerCase()} on ${model.id}`;
}

/**
 * Groups the choices for a select; each run is listed once.
 *
 * @param search filters the visitor's runs by name and id; the server has filtered the findings.
 * @param picked is always offered, because the field shows the label of an offered choice.
 */
export function groupChoices(
  { mine, findings }: Found,
  search: string,
  picked: { readonly id: string; readonly label: string } | null,
): ChoiceGroup[] {
  const seen = new Set<string>();
  const distinct = (choices: readonly Choice[]): Choice[] =>
    choices.filter(({ value }) => !seen.has(value) && seen.add(value));
  const id = readRunId(search);
  const wanted = id.toLowerCase();
  const chosen = picked ? [{ value: picked.id, label: picked.label }] : [];
  const published = findings.map(({ title, run }) => ({ value: run.id, label: runLabel(title, run) }));
  const own = mine
    .filter((run) => `${nameRunFully(run)} ${run.id}`.toLowerCase().includes(wanted))
    .map((run) => ({ value: run.id, label: runLabel(nameRunFully(run), run) }));
  const typed = RUN_ID.test(id) ? [{ value: id, label: `Run ${id}` }] : [];
  const groups = [
    { group: 'Chosen', items: distinct(chosen) },
    { group: 'My runs', items: distinct(own) },
    { group: 'Findings', items: distinct(published) },
    { group: 'By id', items: distinct(typed) },
  ];
  return groups.filter(({ items }) => items.length > 0);
}

/** Sections of a run's page and of the form, derived from the table of sites. */
import { kindsOfSection, SECTIONS as SECTION_TEXT, type SectionId, type SweepKind } from '../../domain/sites';

export interface Section {
  readonly id: SectionId;
  readonly title: string;
  readonly kinds: readonly SweepKind[];
  /** Shown in the form; null for none. */
  readonly note: string | null;
}

/** Sections in the order of the page. */
export const SECTIONS: readonly Section[] = (Object.keys(SECTION_TEXT) as SectionId[]).map((id) => ({
  id,
  ...SECTION_TEXT[id],
  kinds: kindsOfSection(id),
}));

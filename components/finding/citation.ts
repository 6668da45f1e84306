/** Citations of a finding, pinned to the version that is shown: a BibTeX entry and a CITATION.cff file. */
import { escapeLatex } from '../plot/figure/paper/escape-latex';
import { pinnedPath, readVersion, type VersionedFinding } from '../../domain/pinned-address';
import { SITE_NAME } from '../../domain/site-name';
import { hasOwnName } from '../../domain/user-name';

/** What a citation has of a finding. */
export interface CitedFinding extends VersionedFinding {
  readonly title: string;
  readonly author: { readonly id: string; readonly name: string };
  /** As an ISO 8601 string. */
  readonly createdAt: string;
  readonly editedAt?: string | null | undefined;
  readonly tags: readonly string[];
}

/** Writes an entry of the type misc. */
export function toBibtex(finding: CitedFinding, origin: string): string {
  const version = readVersion(finding);
  const address = `${origin}${pinnedPath(finding)}`;
  const date = chooseDate(finding);
  return `@misc{patchbay:${finding.slug}:${version},
  author = {{${escapeLatex(nameAuthor(finding))}}},
  title = {{${escapeLatex(finding.title)}}},
  year = {${date.slice(0, 4)}},
  month = {${Number(date.slice(5, 7))}},
  howpublished = {${SITE_NAME} finding, version ${version}},
  url = {${address.replaceAll(/[{}\\]/g, '')}}
}
`;
}

/** Writes a file of the Citation File Format 1.2.0. Strings are JSON strings, which YAML reads, so that no text can start a field. */
export function toCitationCff(finding: CitedFinding, origin: string): string {
  const { title, tags } = finding;
  const keywords = ['activation patching', 'mechanistic interpretability', ...tags];
  return [
    'cff-version: 1.2.0',
    'message: "If you use this finding, please cite this version of it."',
    'type: dataset',
    `title: ${quote(title)}`,
    'authors:',
    `  - name: ${quote(nameAuthor(finding))}`,
    `version: ${quote(String(readVersion(finding)))}`,
    `date-released: ${quote(chooseDate(finding))}`,
    `url: ${quote(`${origin}${pinnedPath(finding)}`)}`,
    'keywords:',
    ...[...new Set(keywords)].map((word) => `  - ${quote(word)}`),
    '',
  ].join('\n');
}

/** As the BibTeX of figures names it: the site for an author who has no name of their own. */
function nameAuthor({ author }: CitedFinding): string {
  return hasOwnName(author) ? author.name : SITE_NAME;
}

/** The day of the shown version, YYYY-MM-DD. */
function chooseDate({ createdAt, editedAt }: CitedFinding): string {
  return (editedAt ?? createdAt).slice(0, 10);
}

/** JSON leaves a few control characters that YAML does not allow as they are. */
function quote(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Entries that every page has: pages, presets, settings. */
import { PRESETS } from '../../domain/presets';
import { pickUsualModel, type UsableModel } from '../models/usual-model';
import type { Entry } from './entry';

const page = (label: string, href: string, keywords = ''): Entry => ({
  id: `page ${href}`,
  group: 'Pages',
  label,
  keywords: `go to page ${keywords}`,
  target: href,
  does: { href },
});

export const PAGES: readonly Entry[] = [
  page('New run', '/runs/new', 'start experiment create'),
  page('Gallery', '/', 'findings home front'),
  page('Your runs', '/runs?mine=1', 'my mine list'),
  page('All runs', '/runs', 'public list'),
  page('Learn', '/learn', 'lesson tutorial introduction help'),
  page('Glossary', '/learn/glossary', 'words terms help'),
  page('Collections', '/collections'),
  page('New collection', '/collections/new', 'create'),
  page('Prompt sets', '/prompts', 'pairs data'),
  page('New prompt set', '/prompts/new', 'create pairs'),
  page('Compare two runs', '/compare', 'difference'),
  page('Models', '/models', 'install weights'),
  page('Import a file', '/import', 'upload json'),
  page('Starred findings', '/stars'),
  page('Notifications', '/notifications'),
  page('API explorer', '/api/graphql', 'graphiql graphql'),
];

const account = (label: string, keywords: string): Entry => ({
  id: `account ${label}`,
  group: 'Settings',
  label,
  keywords: `setting account ${keywords}`,
  does: { href: '/account' },
});

export const ACCOUNT_SETTINGS: readonly Entry[] = [
  account('Your account', 'name profile sessions'),
  account('Access tokens', 'api key'),
  account('Download your data', 'export'),
  { ...account('Sign in', 'login'), does: { href: '/sign-in' } },
];

/** Presets: one entry opens the form, another runs it on the model that forms begin with. */
export function listPresets(
  models: readonly UsableModel[],
  start: (preset: (typeof PRESETS)[number], model: string) => Promise<string>,
): Entry[] {
  const model = pickUsualModel(models);
  return PRESETS.flatMap((preset): Entry[] => [
    {
      id: `preset ${preset.id}`,
      group: 'Presets',
      label: `Open preset: ${preset.name}`,
      detail: 'in the form',
      keywords: `new run ${preset.description}`,
      does: { href: `/runs/new?preset=${preset.id}` },
    },
    ...(model === null
      ? []
      : [
          {
            id: `run preset ${preset.id}`,
            group: 'Presets' as const,
            label: `Run preset: ${preset.name}`,
            detail: `now, on ${model}`,
            keywords: `new run start compute ${preset.description}`,
            does: { start: () => start(preset, model) },
          },
        ]),
  ]);
}

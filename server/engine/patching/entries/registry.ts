/** Which entry patches which sweep kind. */
import type { SITES, SweepKind } from '../../../../domain/sites';
import { attnOut } from './attn-out';
import { headK } from './head-k';
import { headPattern } from './head-pattern';
import { headQ } from './head-q';
import { headV } from './head-v';
import { headZ } from './head-z';
import { mlpOut } from './mlp-out';
import { residMid } from './resid-mid';
import { residPost } from './resid-post';
import { residPre } from './resid-pre';
import type { SiteEntry } from './site-entry';

type EntryFor<Kind extends SweepKind> = SiteEntry & { readonly hook: (typeof SITES)[Kind]['hook'] };

/** One entry for each row of domain/sites.ts. An entry of another hook does not compile; plan.test.ts compares entry points. */
const ENTRIES: { readonly [Kind in SweepKind]: EntryFor<Kind> } = {
  RESID_PRE: residPre,
  RESID_MID: residMid,
  RESID_POST: residPost,
  ATTN_OUT: attnOut,
  MLP_OUT: mlpOut,
  HEAD_Z: headZ,
  HEAD_Q: headQ,
  HEAD_K: headK,
  HEAD_V: headV,
  HEAD_PATTERN: headPattern,
  HEAD_Z_BY_POS: headZ,
  HEAD_Q_BY_POS: headQ,
  HEAD_K_BY_POS: headK,
  HEAD_V_BY_POS: headV,
  HEAD_PATTERN_BY_POS: headPattern,
  HEAD_PATTERN_DEST_SRC: headPattern,
};

/** How a sweep kind is patched. */
export function getEntry(kind: SweepKind): SiteEntry {
  return ENTRIES[kind];
}

/** Stored joint patches of a run as exports have them: each followed by its controls. */
import type { JointExportsQuery, JointPatch_PatchFragment } from '../generated/graphql';

/** A joint patch, and the one that it is a control of. */
export type ExportedJointPatch = JointPatch_PatchFragment & { readonly controlOf: string | null };

/** Lists joint patches, oldest first, each followed by its controls. */
export function listJointPatches({ run }: JointExportsQuery): ExportedJointPatch[] {
  const patches = run?.jointPatches ?? [];
  return patches
    .toReversed()
    .flatMap(({ controls, ...patch }) => [
      { ...patch, controlOf: null },
      ...controls.map((control) => ({ ...control, controlOf: patch.id })),
    ]);
}

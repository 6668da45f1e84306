/** The model that forms begin with. */

export interface UsableModel {
  readonly id: string;
  readonly installed: boolean;
  readonly canPublishNotebook: boolean;
}

/** The first installed model whose weights are known: presets are for models that do the tasks. Else the first one; null for none. */
export function pickUsualModel(models: readonly UsableModel[]): string | null {
  const installed = models.filter((model) => model.installed);
  return (installed.find(({ canPublishNotebook }) => canPublishNotebook) ?? installed[0])?.id ?? null;
}

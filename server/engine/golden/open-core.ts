/** An engine in this process that computes on the model of a golden case. */
import path from 'node:path';
import type { Computation } from '../api';
import { createModel } from '../forward/model';
import { createCore } from '../worker/core';
import { readGolden, type GoldenCase } from './read-golden';
import { completeArchitecture, readSeededArchitecture } from './seeded-architecture';
import { writeSeededModel } from './seeded-weights';

/** Opens it. @param folder receives the files of a seeded model; the caller removes it. */
export async function openCore(name: GoldenCase, folder: string): Promise<Computation> {
  const golden = await readGolden(name);
  if (golden.architecture) {
    const architecture = completeArchitecture(golden.architecture);
    const model = await createModel(architecture, readSeededArchitecture(architecture, golden.seed!));
    return createCore({
      store: {
        withModel: (_id, use) => use(model, { digest: name, weightsSha256: name }),
        list: () => [],
        close: () => model.release(),
      },
    });
  }
  if (golden.shape) await writeSeededModel(path.join(folder, name), golden.shape, golden.seed!);
  return createCore({ folders: [golden.shape ? folder : path.resolve('models')] });
}

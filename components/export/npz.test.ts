import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { encodeFloats, sampleRun } from '../testing/sample-run';
import { listRunArrays, toNpy, toNpz } from './npz';

/** Reads an .npy file by the description of its format. */
function readNpy(bytes: Uint8Array): { shape: number[]; values: number[] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  expect([...bytes.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  const length = view.getUint16(8, true);
  expect((10 + length) % 64).toBe(0);
  const header = new TextDecoder('latin1').decode(bytes.subarray(10, 10 + length));
  expect(header).toMatch(/^\{'descr': '<f4', 'fortran_order': False, 'shape': \([\d, ]*\), \} *\n$/);
  const shape = [.../\(([\d, ]*)\)/.exec(header)![1]!.matchAll(/\d+/g)].map(Number);
  const count = (bytes.byteLength - 10 - length) / 4;
  const values = Array.from({ length: count }, (_, at) => view.getFloat32(10 + length + 4 * at, true));
  return { shape, values };
}

it('writes arrays as numpy reads them', () => {
  expect(readNpy(toNpy({ shape: [2, 3], values: Float32Array.of(1, 2, 3, -4.5, NaN, 6) }))).toEqual({
    shape: [2, 3],
    values: [1, 2, 3, -4.5, NaN, 6],
  });
  // One axis is a tuple with a comma.
  expect(readNpy(toNpy({ shape: [1], values: Float32Array.of(7) }))).toEqual({ shape: [1], values: [7] });
});

it('names each sweep by kind, direction and metric, with the values of every prompt', () => {
  const perPrompt = [-1.5, 2, 0.5, -0.5, 4, 1.5];
  const arrays = listRunArrays(sampleRun(), [
    {
      metric: 'LOGIT_DIFF',
      sweeps: [
        {
          kind: 'RESID_PRE',
          direction: 'DENOISING',
          data: '',
          perPrompt: encodeFloats(perPrompt),
          unpatched: {
            perPrompt: [
              { clean: 2, corrupted: -1.5 },
              { clean: 4, corrupted: -0.5 },
            ],
          },
        },
      ],
    },
  ]);
  const files = unzipSync(toNpz(arrays));
  expect(Object.keys(files)).toEqual([
    'RESID_PRE.denoising.logit_diff.npy',
    'clean.denoising.logit_diff.npy',
    'corrupted.denoising.logit_diff.npy',
  ]);
  expect(readNpy(files['RESID_PRE.denoising.logit_diff.npy']!)).toEqual({
    shape: [2, 1, 3],
    values: perPrompt,
  });
  expect(readNpy(files['corrupted.denoising.logit_diff.npy']!)).toEqual({ shape: [2], values: [-1.5, -0.5] });
});

it('writes equal files for equal arrays', () => {
  const array = { name: 'a', shape: [1], values: Float32Array.of(1) };
  expect(toNpz([array])).toEqual(toNpz([array]));
});

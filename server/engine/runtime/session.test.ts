import { expect, it } from 'vitest';
import { GraphBuilder } from './onnx/graph';
import { createGraph, describeRuntimeError } from './session';

it("gives ONNX Runtime's message without the folders of this machine", () => {
  expect(
    describeRuntimeError(
      new Error(
        "[ONNXRuntimeError] : 1 : FAIL : Failed to load library /home/someone/site/node_modules/bin/libonnxruntime_providers_cuda.so with error: libcublasLt.so.12: cannot open '/usr/lib/x' here",
      ),
    ),
  ).toBe(
    "[ONNXRuntimeError] : 1 : FAIL : Failed to load library libonnxruntime_providers_cuda.so with error: libcublasLt.so.12: cannot open 'x' here",
  );
});

it('leaves no copies of outputs in memory until garbage collection', async () => {
  const [rows, width] = [256, 1024];
  const builder = new GraphBuilder('double');
  const x = builder.input('x', ['rows', width]);
  builder.output(builder.node('Add', [x, x]), 'y', ['rows', width]);
  const graph = await createGraph(builder.build());
  const input = { data: new Float32Array(rows * width).fill(1), shape: [rows, width] };
  const output = { data: new Float32Array(rows * width), shape: [rows, width] };
  await graph.run({ x: input }, { y: output });
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  for (let call = 0; call < 32; call++) {
    await graph.run({ x: input }, { y: output });
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  await graph.release();
  expect(output.data.every((value) => value === 2)).toBe(true);
  expect(most).toBeLessThan(4 * output.data.byteLength);
});

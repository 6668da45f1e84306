import { expect, it } from 'vitest';
import { describeRuntimeError } from './session';

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

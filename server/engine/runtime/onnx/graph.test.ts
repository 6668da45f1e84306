/** The bytes of the graph writer, decoded by protobufjs with ONNX's schema. */
import protobuf from 'protobufjs';
import { expect, it } from 'vitest';
import { GraphBuilder } from './graph';
import { ONNX_SCHEMA } from './fixtures/onnx-schema';

const { root } = protobuf.parse(ONNX_SCHEMA, { keepCase: true });
const modelProto = root.lookupType('onnx.ModelProto');

/** A decoded model as plain data: numbers for int64, names for enums; fields of default value, such as domain '', are left out. */
function decode(bytes: Uint8Array): Record<string, unknown> {
  const message = modelProto.decode(bytes);
  return modelProto.toObject(message, { longs: Number, enums: String, bytes: Uint8Array });
}

it('writes a model that ONNX reads field by field', () => {
  const graph = new GraphBuilder('test');
  const x = graph.input('x', ['rows', 3]);
  const sizes = graph.intInput('sizes', [2]);
  const weight = graph.weights(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2]);
  const product = graph.node('MatMul', [x, weight]);
  const shaped = graph.node('Reshape', [product, graph.ints([-1, 300])]);
  const [first, second] = graph.split([shaped, sizes], 2, { axis: -1 });
  graph.output(first!, 'first', ['rows', 'left']);
  graph.output(second!, 'second', ['rows', 'right']);

  expect(decode(graph.build())).toEqual({
    ir_version: 8,
    producer_name: 'patchbay',
    opset_import: [{ version: 17 }, { domain: 'com.microsoft', version: 1 }],
    graph: {
      name: 'test',
      input: [describeValue('x', 1, ['rows', 3]), describeValue('sizes', 7, [2])],
      output: [describeValue('first', 1, ['rows', 'left']), describeValue('second', 1, ['rows', 'right'])],
      initializer: [
        {
          name: weight.name,
          dims: [3, 2],
          data_type: 1,
          raw_data: new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer),
        },
        {
          name: expect.stringMatching(/^weights_/),
          dims: [2],
          data_type: 7,
          raw_data: new Uint8Array(BigInt64Array.of(-1n, 300n).buffer),
        },
      ],
      node: [
        { op_type: 'MatMul', input: ['x', weight.name], output: [product.name] },
        {
          op_type: 'Reshape',
          input: [product.name, expect.stringMatching(/^weights_/)],
          output: [shaped.name],
        },
        {
          op_type: 'Split',
          input: [shaped.name, 'sizes'],
          output: ['first', 'second'],
          attribute: [{ name: 'axis', i: -1, type: 'INT' }],
        },
      ],
    },
  });
});

it('writes attributes of each type', () => {
  const graph = new GraphBuilder('attributes');
  const x = graph.input('x', [1]);
  const attributes = { epsilon: { float: 0.5 }, axis: -1, mode: 'constant', perm: [0, 2, 1] };
  graph.output(graph.node('Custom', [x], attributes, 'com.microsoft'), 'y', [1]);
  expect(decode(graph.build())).toMatchObject({
    graph: {
      node: [
        {
          op_type: 'Custom',
          domain: 'com.microsoft',
          attribute: [
            { name: 'epsilon', f: 0.5, type: 'FLOAT' },
            { name: 'axis', i: -1, type: 'INT' },
            { name: 'mode', s: new TextEncoder().encode('constant'), type: 'STRING' },
            { name: 'perm', ints: [0, 2, 1], type: 'INTS' },
          ],
        },
      ],
    },
  });
});

it('writes weights of a part of a buffer', () => {
  const graph = new GraphBuilder('part');
  const weight = graph.weights(Float32Array.of(9, 1, 2, 9).subarray(1, 3), [2]);
  graph.output(graph.node('Add', [graph.input('x', [2]), weight]), 'y', [2]);
  expect(decode(graph.build())).toMatchObject({
    graph: { initializer: [{ raw_data: new Uint8Array(Float32Array.of(1, 2).buffer) }] },
  });
});

it('gives every tensor a name of its own', () => {
  const graph = new GraphBuilder('names');
  const x = graph.input('x', [1]);
  const values = [
    graph.node('Neg', [x]),
    graph.node('Neg', [x]),
    graph.weights(new Float32Array(1), [1]),
    ...graph.split([x], 2, {}),
  ];
  expect(new Set(values.map(({ name }) => name)).size).toBe(values.length);
});

it('refuses weights of another count than their shape, and an output that no node makes', () => {
  const graph = new GraphBuilder('wrong');
  expect(() => graph.weights(new Float32Array(5), [2, 3])).toThrow('5 weights for shape [2, 3]');
  expect(() => graph.output(graph.input('x', [1]), 'y', [1])).toThrow('no node makes x');
});

function describeValue(name: string, type: number, shape: readonly (number | string)[]) {
  const dim = shape.map((length) =>
    typeof length === 'number' ? { dim_value: length } : { dim_param: length },
  );
  return { name, type: { tensor_type: { elem_type: type, shape: { dim } } } };
}

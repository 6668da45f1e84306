/**
 * Builds ONNX models in memory, node by node.
 *
 * Field numbers are those of onnx.proto3 (ONNX 1.17, IR version 8). A protobuf message has at most 2 GB; each part of a block
 * is a separate model, so that the limit is far away (GPT-2 XL: 1600 x 6400 floats).
 */
import { Message } from './protobuf';

const IR_VERSION = 8;
const OPSET = 17;
const MICROSOFT_OPSET = 1;
const FLOAT = 1;
const INT64 = 7;

/** Length of an axis: a number, or a name when it differs between calls. */
export type Dimension = number | string;
export type AttributeValue = number | string | readonly number[] | { readonly float: number };

/** A tensor of the graph. */
export interface Value {
  readonly name: string;
}

interface Node {
  readonly op: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly { name: string }[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly domain: string;
}

/** A graph under construction. */
export class GraphBuilder {
  private readonly nodes: Node[] = [];
  private readonly initializers: Message[] = [];
  private readonly inputs: Message[] = [];
  private readonly outputs: Message[] = [];
  private names = 0;

  constructor(private readonly name: string) {}

  /** Adds a float32 input. */
  input(name: string, shape: readonly Dimension[]): Value {
    this.inputs.push(encodeValueInfo(name, FLOAT, shape));
    return { name };
  }

  /** Adds an int64 input, such as a shape. */
  intInput(name: string, shape: readonly Dimension[]): Value {
    this.inputs.push(encodeValueInfo(name, INT64, shape));
    return { name };
  }

  /** Adds float32 weights, row-major. @throws Error when their count does not match the shape. */
  weights(values: Float32Array, shape: readonly number[]): Value {
    const count = shape.reduce((product, length) => product * length, 1);
    if (values.length !== count) throw new Error(`${values.length} weights for shape [${shape.join(', ')}]`);
    return this.initializer(
      FLOAT,
      shape,
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    );
  }

  /** Adds a constant list of int64, such as a shape. */
  ints(values: readonly number[]): Value {
    const data = BigInt64Array.from(values, BigInt);
    return this.initializer(INT64, [values.length], new Uint8Array(data.buffer));
  }

  /** Adds a node with one output. */
  node(
    op: string,
    inputs: readonly Value[],
    attributes: Record<string, AttributeValue> = {},
    domain = '',
  ): Value {
    return this.addNode(op, inputs, 1, attributes, domain)[0]!;
  }

  /** Adds a Split node with `count` outputs. */
  split(inputs: readonly Value[], count: number, attributes: Record<string, AttributeValue>): Value[] {
    return this.addNode('Split', inputs, count, attributes, '');
  }

  /** Makes the output of a node an output of the model. @throws Error when no node makes it. */
  output(value: Value, name: string, shape: readonly Dimension[]): void {
    const made = this.nodes.flatMap(({ outputs }) => outputs).find((output) => output === value);
    if (!made) throw new Error(`no node makes ${value.name}, so it cannot be output ${name}`);
    made.name = name;
    this.outputs.push(encodeValueInfo(name, FLOAT, shape));
  }

  /** Encodes the model as ModelProto bytes. */
  build(): Uint8Array {
    const graph = new Message();
    for (const node of this.nodes) graph.message(1, encodeNode(node));
    graph.string(2, this.name);
    for (const initializer of this.initializers) graph.message(5, initializer);
    for (const input of this.inputs) graph.message(11, input);
    for (const output of this.outputs) graph.message(12, output);
    return new Message()
      .int(1, IR_VERSION)
      .string(2, 'patchbay')
      .message(7, graph)
      .message(8, new Message().string(1, '').int(2, OPSET))
      .message(8, new Message().string(1, 'com.microsoft').int(2, MICROSOFT_OPSET))
      .finish();
  }

  private addNode(
    op: string,
    inputs: readonly Value[],
    count: number,
    attributes: Record<string, AttributeValue>,
    domain: string,
  ): Value[] {
    const outputs = Array.from({ length: count }, () => ({ name: this.freshName(op) }));
    this.nodes.push({ op, inputs, outputs, attributes, domain });
    return outputs;
  }

  private initializer(type: number, shape: readonly number[], data: Uint8Array): Value {
    const name = this.freshName('weights');
    const tensor = new Message();
    for (const length of shape) tensor.int(1, length);
    this.initializers.push(tensor.int(2, type).string(8, name).bytes(9, data));
    return { name };
  }

  private freshName(stem: string): string {
    return `${stem}_${this.names++}`;
  }
}

function encodeNode({ op, inputs, outputs, attributes, domain }: Node): Message {
  const node = new Message();
  for (const { name } of inputs) node.string(1, name);
  for (const { name } of outputs) node.string(2, name);
  node.string(4, op);
  for (const [name, value] of Object.entries(attributes)) node.message(5, encodeAttribute(name, value));
  return node.string(7, domain);
}

function encodeAttribute(name: string, value: AttributeValue): Message {
  const attribute = new Message().string(1, name);
  if (typeof value === 'number') return attribute.int(3, value).int(20, 2);
  if (typeof value === 'string') return attribute.string(4, value).int(20, 3);
  if ('float' in value) return attribute.float(2, value.float).int(20, 1);
  for (const item of value) attribute.int(8, item);
  return attribute.int(20, 7);
}

function encodeValueInfo(name: string, type: number, shape: readonly Dimension[]): Message {
  const dims = new Message();
  for (const length of shape) {
    const dim = new Message();
    dims.message(1, typeof length === 'number' ? dim.int(1, length) : dim.string(2, length));
  }
  const tensor = new Message().int(1, type).message(2, dims);
  return new Message().string(1, name).message(2, new Message().message(1, tensor));
}

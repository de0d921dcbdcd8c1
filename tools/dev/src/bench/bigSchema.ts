interface Node {
  type: string;
  description?: string;
  properties?: Record<string, Node>;
  items?: Node;
  additionalProperties?: Node;
  [key: string]: unknown;
}

/** Fields on the first level of a form. */
const WIDTH = 30;

/**
 * A schema of about as many nodes, shaped as those of operators are: some
 * fields at the top, and within some of them objects, lists and maps, down to
 * depth eight. The same for the same number.
 */
export function bigSchema(nodes: number): Node {
  const root = object();
  let open = [root];
  let made = 1;
  for (let depth = 0; made < nodes; depth += 1) {
    const next: Node[] = [];
    for (const parent of open) {
      for (
        let index = 0;
        index < WIDTH / (depth + 1) && made < nodes;
        index++
      ) {
        const [name, child, inner] = field(index);
        parent.properties![name] = child;
        made += inner ? 2 : 1;
        if (inner) next.push(inner);
      }
    }
    open = next;
  }
  return root;
}

/** How many nodes a schema has. */
export function countNodes(node: Node): number {
  const children = [
    ...Object.values(node.properties ?? {}),
    ...(node.items ? [node.items] : []),
    ...(node.additionalProperties ? [node.additionalProperties] : []),
  ];
  return 1 + children.reduce((sum, child) => sum + countNodes(child), 0);
}

const object = (): Node => ({ type: 'object', properties: {} });

const described = (node: Node): Node => ({
  ...node,
  description:
    'What this field is for, in a sentence or two. More info: https://example.org/docs `field`.',
});

function field(index: number): [string, Node, Node?] {
  const inner = object();
  switch (index % 8) {
    case 1:
      return [`number${index}`, described({ type: 'integer', minimum: 0 })];
    case 2:
      return [`object${index}`, inner, inner];
    case 3:
      return [
        `list${index}`,
        described({ type: 'array', items: inner }),
        inner,
      ];
    case 4:
      return [`flag${index}`, described({ type: 'boolean', default: false })];
    case 5:
      return [
        `map${index}`,
        { type: 'object', additionalProperties: inner },
        inner,
      ];
    case 6:
      return [
        `choice${index}`,
        described({ type: 'string', enum: ['one', 'two', 'three', 'four'] }),
      ];
    default:
      return [
        `text${index}`,
        described({
          type: 'string',
          pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
        }),
      ];
  }
}

import { InputError } from '@backstage/errors';
import type { TemplateDelivery } from '@syntasso/plugin-ske-common';

/** Where Kratix mounts the folders of a pipeline. */
const DEFAULT_ROOT = '/kratix';

/** What the container of a pipeline is to do. */
export type PipelineCommand =
  | {
      action: 'generate';
      /** Folder with `input`, `output` and `metadata`. */
      root: string;
      singleSpecPage: boolean;
      delivery: TemplateDelivery;
    }
  /** Puts entities there that the controller has generated. */
  | { action: 'start'; root: string }
  /** Prints what was made of them. */
  | { action: 'result'; root: string }
  | {
      action: 'patch';
      root: string;
      /** YAML texts, in the order in which they are applied. */
      recipes: string[];
    };

/** `result` is for Jobs of the controller only. */
const ACTIONS = ['generate', 'patch', 'result'] as const;
const DELIVERIES = ['push', 'pull-request'] as const;

/** Options with a value. */
const VALUES = [
  'mode',
  'root',
  'delivery',
  'requests-repo-url',
  'target-branch',
] as const;
type ValueName = (typeof VALUES)[number];
const FLAG = 'single-spec-page';
/** Of Jobs of the controller, which knows names that a container cannot know. */
const FROM_CONTROLLER = '--from-controller';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads what a container of a pipeline is asked for.
 *
 * @param args - without those of Node
 * @returns undefined where it is no container of a pipeline, but the controller itself
 * @throws InputError that names the argument that is wrong, and what to write.
 */
export function readPipelineCommand(
  args: readonly string[],
  env: Environment,
): PipelineCommand | undefined {
  const asked = modeIn(args) ?? (env.PORTAL_ADAPTER_ACTION || undefined);
  if (asked === undefined) return undefined;
  const action = ACTIONS.find(one => one === asked);
  if (!action) {
    throw new InputError(
      `--mode (or PORTAL_ADAPTER_ACTION) is "${asked}". Write generate or patch; the controller itself has neither.`,
    );
  }
  const { values, singleSpecPage, isStart, others } = parse(args);
  const root = values.root ?? (env.KRATIX_ROOT || DEFAULT_ROOT);
  if (action === 'patch') return { action, root, recipes: others };
  if (others.length > 0) {
    throw new InputError(
      `The argument "${others[0].slice(0, 100)}" is not known. Known are: ${[
        ...VALUES.map(name => `--${name}=…`),
        `--${FLAG}`,
      ].join(', ')}.`,
    );
  }
  if (action === 'result') return { action, root };
  if (isStart) return { action: 'start', root };
  return { action, root, singleSpecPage, delivery: deliveryOf(values) };
}

function modeIn(args: readonly string[]): string | undefined {
  const index = args.findIndex(arg => /^--mode(=|$)/.test(arg));
  if (index < 0) return undefined;
  return args[index] === '--mode'
    ? args[index + 1] ?? ''
    : args[index].slice('--mode='.length);
}

/** A recipe may begin with `---`, so that an option is only what is known as one. */
function parse(args: readonly string[]) {
  const values: Partial<Record<ValueName, string>> = {};
  const others: string[] = [];
  let singleSpecPage = false;
  let isStart = false;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index];
    const name = VALUES.find(
      one => arg === `--${one}` || arg.startsWith(`--${one}=`),
    );
    if (name && arg === `--${name}`) {
      index += 1;
      if (args[index] === undefined) {
        throw new InputError(`--${name} has no value. Write --${name}=….`);
      }
      values[name] = args[index];
    } else if (name) {
      values[name] = arg.slice(name.length + 3);
    } else if (arg === `--${FLAG}` || arg === `--${FLAG}=true`) {
      singleSpecPage = true;
    } else if (arg === FROM_CONTROLLER) {
      isStart = true;
    } else if (arg !== `--${FLAG}=false`) {
      others.push(arg);
    }
  }
  return { values, singleSpecPage, isStart, others };
}

function deliveryOf(
  values: Partial<Record<ValueName, string>>,
): TemplateDelivery {
  const asked = values.delivery ?? 'push';
  const type = DELIVERIES.find(one => one === asked);
  if (!type) {
    throw new InputError(
      `--delivery is "${asked}". Write push or pull-request.`,
    );
  }
  const requestsRepoUrl = values['requests-repo-url'];
  return {
    type,
    ...(requestsRepoUrl ? { requestsRepoUrl } : {}),
    targetBranch: values['target-branch'] || 'main',
  };
}

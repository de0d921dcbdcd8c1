import { parse } from 'yaml';
import { z } from 'zod';
import { at, isObject } from '@syntasso/plugin-ske-common';
import type { JsonObject, JsonValue } from '@backstage/types';

const when = z
  .strictObject({
    path: z
      .string()
      .optional()
      .describe('path into the object, such as spec.size'),
    is: z.json().optional(),
    isNot: z.json().optional(),
    attempt: z
      .number()
      .int()
      .optional()
      .describe('which run of the pipeline it is, from 1'),
  })
  .refine(({ path, attempt }) => path !== undefined || attempt !== undefined, {
    message: 'Give a path, an attempt, or both.',
  })
  .describe('the step is left out when one of these does not hold');

/**
 * What a simulated container does, one step after another. A Promise has it as YAML in
 * the environment variable `SIMULATION` of a container. Text may name parts of the
 * object: `{{ metadata.name }}`, `{{ spec.size }}`.
 */
export const scriptSchema = z.array(
  z.strictObject({
    when: when.optional(),
    log: z.string().optional().describe('a line of the log'),
    wait: z.number().min(0).optional().describe('seconds'),
    status: z
      .record(z.string(), z.json())
      .optional()
      .describe('merged into the status, key by key'),
    file: z
      .strictObject({ path: z.string(), content: z.string() })
      .optional()
      .describe('a file of the Work'),
    destination: z
      .record(z.string(), z.string())
      .optional()
      .describe('labels a Destination must have'),
    directory: z
      .string()
      .optional()
      .describe('the only directory whose files `destination` is about'),
    suspend: z
      .strictObject({
        message: z.string(),
        retryAfterSeconds: z.number().optional(),
      })
      .optional()
      .describe('stops the workflow until somebody, or time, resumes it'),
    fail: z
      .number()
      .int()
      .min(1)
      .optional()
      .describe('ends with this exit code'),
  }),
);

export type Script = z.infer<typeof scriptSchema>;

/** What the containers of a Pod hand over to Kratix's own containers. */
export interface PodOutput {
  status: JsonObject;
  files: { path: string; content: string }[];
  destinations: { matchLabels: Record<string, string>; directory?: string }[];
  suspend: { message: string; retryAfterSeconds?: number } | undefined;
}

const DEFAULT_SCRIPT: Script = [
  { log: 'no SIMULATION given: writing one file' },
  {
    file: {
      path: 'config.yaml',
      content:
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ metadata.name }}\n  namespace: default\n',
    },
  },
];

/** Reads a container's script. @throws Error naming the step that is wrong. */
export function readScript(text: string | undefined): Script {
  if (!text) return DEFAULT_SCRIPT;
  const result = scriptSchema.safeParse(parse(text));
  if (result.success) return result.data;
  throw new Error(
    `SIMULATION is not a script: ${z.prettifyError(result.error)}`,
  );
}

/**
 * Runs a script. Returns the container's exit code; what it writes goes into
 * the outcome that all containers of the Pod share.
 */
export async function runScript(options: {
  script: Script;
  object: JsonObject;
  attempt: number;
  outcome: PodOutput;
  log: (line: string) => void;
  wait: (seconds: number) => Promise<void>;
}): Promise<number> {
  const { script, object, outcome } = options;
  for (const step of script) {
    if (step.when && !holds(step.when, object, options.attempt)) continue;
    if (step.wait) await options.wait(step.wait);
    if (step.log !== undefined) options.log(String(fill(step.log, object)));
    if (step.status) {
      Object.assign(outcome.status, fill(step.status as JsonObject, object));
    }
    if (step.file) {
      const file = fill(step.file, object) as PodOutput['files'][number];
      outcome.files = outcome.files.filter(f => f.path !== file.path);
      outcome.files.push(file);
    }
    if (step.destination) {
      const { destination: matchLabels, directory } = step;
      outcome.destinations.push({
        matchLabels,
        ...(directory === undefined ? {} : { directory }),
      });
    }
    if (step.suspend) {
      outcome.suspend = fill(step.suspend, object) as PodOutput['suspend'];
    }
    if (step.fail !== undefined) return step.fail;
  }
  return 0;
}

function holds(
  rule: z.infer<typeof when>,
  object: JsonObject,
  attempt: number,
): boolean {
  if (rule.attempt !== undefined && rule.attempt !== attempt) return false;
  if (rule.path === undefined) return true;
  const value = at(object, ...rule.path.split('.'));
  if (rule.is !== undefined) return value === rule.is;
  if (rule.isNot !== undefined) return value !== rule.isNot;
  return value !== undefined && value !== null && value !== '';
}

/** Replaces `{{ path }}`; where it is the whole text, the value keeps its type. */
function fill(value: JsonValue, object: JsonObject): JsonValue {
  if (typeof value === 'string') {
    const whole = /^\{\{\s*([\w.]+)\s*\}\}$/.exec(value);
    if (whole) return at(object, ...whole[1].split('.')) ?? '';
    return value.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_, path: string) => {
      const found = at(object, ...path.split('.'));
      return typeof found === 'object'
        ? JSON.stringify(found)
        : String(found ?? '');
    });
  }
  if (Array.isArray(value)) return value.map(item => fill(item, object));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        fill(item ?? null, object),
      ]),
    );
  }
  return value;
}

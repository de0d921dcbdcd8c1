import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '@backstage/errors';
import {
  CATALOG_INFO,
  GENERATE_DIRECTORY,
  labels,
  manifestSchema,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { addDestinationSelector } from './destinationSelectors';
import type { PipelineCommand } from './pipelineCommand';
import { contentsOf, readDocuments } from '../entities/yamlDocuments';
import { readIfThere } from './pipelineFiles';
import { planEntities, type GenerateInput } from './planEntities';

/** What a stage needs besides its files. */
export interface StageContext {
  env: Readonly<Record<string, string | undefined>>;
  /** Writes a line for people. */
  say: (line: string) => void;
  /** Reads a Promise from the platform; undefined where that is not permitted. */
  readPromise: (name: string) => Promise<Manifest | undefined>;
}

type GenerateCommand = Extract<PipelineCommand, { action: 'generate' }>;

/**
 * The stage of a pipeline that writes the entities of the Promise or Resource that the
 * pipeline runs for. Nothing is written before all is known.
 *
 * @throws InputError that names the file and the field that is wrong.
 */
export async function generateFiles(
  command: GenerateCommand,
  context: StageContext,
): Promise<void> {
  // When the object is deleted, Kratix removes what the pipeline has written.
  if (context.env.KRATIX_WORKFLOW_ACTION === 'delete') return;
  const { root, singleSpecPage, delivery } = command;
  const file = join(root, 'input', 'object.yaml');
  const about = await readAbout(file, context);
  const plan = planEntities({
    ...{ env: context.env, singleSpecPage, delivery, file, about },
  });
  plan.problems.forEach(({ field, problem, remedy }) =>
    context.say(`Note: ${field} does not count. ${problem}. ${remedy}`),
  );
  if (plan.catalogInfo === undefined) return;
  const selectors = join(root, 'metadata', 'destination-selectors.yaml');
  const changed = addDestinationSelector(
    await readIfThere(selectors),
    selectors,
  );
  await write(
    join(root, 'output', GENERATE_DIRECTORY, CATALOG_INFO),
    plan.catalogInfo,
  );
  if (changed !== undefined) await write(selectors, changed);
}

async function readAbout(
  file: string,
  { env, readPromise }: StageContext,
): Promise<GenerateInput['about']> {
  const workflowType = env.KRATIX_WORKFLOW_TYPE;
  if (workflowType !== 'promise' && workflowType !== 'resource') {
    throw new InputError(
      `KRATIX_WORKFLOW_TYPE is ${
        workflowType ? `"${workflowType}"` : 'not set'
      }. Kratix sets it to promise or resource: run this in a pipeline, or set it.`,
    );
  }
  const object = await readObject(file);
  if (workflowType === 'promise') {
    if (isPromise(object)) return { workflowType, promise: object };
    throw new InputError(
      `kind in ${file} is ${object.kind}, and KRATIX_WORKFLOW_TYPE is promise. Set it to resource for a Resource.`,
    );
  }
  const name =
    env.KRATIX_PROMISE_NAME || object.metadata.labels?.[labels.promiseName];
  if (!name) {
    throw new InputError(
      `metadata.labels in ${file} has no ${labels.promiseName}, and KRATIX_PROMISE_NAME is not set. Kratix sets both: run this in a pipeline, or set one.`,
    );
  }
  const promise = (await readPromise(name)) ?? onlyNamed(name);
  return { workflowType, promise, resource: object };
}

async function readObject(file: string): Promise<Manifest> {
  const text = await readIfThere(file);
  if (text === undefined) {
    throw new InputError(
      `${file} is not there. Kratix writes it: run this in a pipeline, or name another folder by --root.`,
    );
  }
  const [document, ...others] = readDocuments(text, file);
  if (!document || others.length > 0) {
    throw new InputError(
      `${file} has ${
        document ? others.length + 1 : 'no'
      } YAML documents. It has to have one.`,
    );
  }
  const [content] = contentsOf([document], text, file);
  const read = manifestSchema.safeParse(content);
  if (read.success) return read.data;
  const [{ path, message }] = read.error.issues;
  throw new InputError(
    `${path.map(String).join('.') || 'The object'} in ${file}: ${message}.`,
  );
}

const isPromise = ({ kind, apiVersion }: Manifest) =>
  kind === 'Promise' && apiVersion.startsWith('platform.kratix.io/');

const onlyNamed = (name: string): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name },
});

async function write(file: string, text: string) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

import type { JsonObject } from '@backstage/types';
import {
  BACKSTAGE_PIPELINE,
  isPortalPatch,
  objectsOf,
  PORTAL_PIPELINE,
  splitApiVersion,
  type Manifest,
  type PipelineContainer,
} from '@syntasso/plugin-ske-common';
import type { JobsConfig } from '../config/jobsConfig';
import { OWN_CONTAINERS } from '../entities/lanes';
import { OUTPUT_ANNOTATION } from '../platform/names';
import { formatOutputId } from '../writers/outputId';
import { runLabels } from './record';
import type { Run } from './Run';
import { runFiles } from './runFiles';

const { root, folders } = runFiles;

/** How often a Job is tried again, where the customization does not say it. */
const RETRIES = 2;
/** For how long the pods of a Job and their logs stay. A failed one runs again after that. */
const SECONDS_AFTER_END = 3_600;

const LOCKED: JsonObject = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
};

/** As Kratix gives them to containers that name none. */
const RESOURCES: JsonObject = {
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { memory: '256Mi' },
};

/** How the Jobs of a controller are made. */
export type JobSettings = JobsConfig & { image: string };

/**
 * The Job that runs containers of a customization: first one of the controller's image that
 * puts the entities there, then they in their order, then one that prints what they have
 * made of them.
 *
 * @param record - with the input; the Job goes with it
 */
export function makeJob(
  run: Run,
  record: Manifest,
  settings: JobSettings,
): Manifest {
  const { pod } = run;
  const { name, namespace, uid } = record.metadata;
  const env = environmentOf(run);
  const ours = (container: string, mode: string, ...args: string[]) => ({
    ...ownContainer(settings.image, [`--mode=${mode}`, ...args]),
    name: container,
    env,
  });
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      namespace,
      labels: runLabels,
      annotations: { [OUTPUT_ANNOTATION]: formatOutputId(run.id) },
      ownerReferences: [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          name,
          uid: uid ?? '',
          controller: true,
        },
      ],
    },
    spec: {
      backoffLimit: pod.backoffLimit ?? RETRIES,
      activeDeadlineSeconds: Math.ceil(settings.timeout / 1_000),
      ttlSecondsAfterFinished: SECONDS_AFTER_END,
      template: {
        metadata: { labels: runLabels },
        spec: {
          ...pod.scheduling,
          // Pods that have failed stay, and so do their logs.
          restartPolicy: 'Never',
          enableServiceLinks: false,
          automountServiceAccountToken: pod.serviceAccount !== undefined,
          ...(pod.serviceAccount === undefined
            ? {}
            : { serviceAccountName: pod.serviceAccount }),
          securityContext: settings.podSecurityContext,
          imagePullSecrets: pullSecrets(pod.imagePullSecrets, settings),
          volumes: [...volumesOf(name), ...pod.volumes],
          initContainers: [
            {
              ...ours(OWN_CONTAINERS.generate, 'generate', '--from-controller'),
              volumeMounts: [
                ...mounts,
                mount(folders.generated, { readOnly: true }),
              ],
            },
            ...pod.containers.map(container =>
              theirContainer(container, settings.image, env),
            ),
          ],
          containers: [
            {
              ...ours(OWN_CONTAINERS.result, 'result'),
              volumeMounts: mounts,
            },
          ],
        },
      },
    },
  };
}

const ownContainer = (image: string, args: string[]): JsonObject => ({
  image,
  args,
  resources: RESOURCES,
  securityContext: { ...LOCKED, readOnlyRootFilesystem: true },
  terminationMessagePolicy: 'FallbackToLogsOnError',
});

/** A container of the customization. Recipes are applied by the controller's own image. */
function theirContainer(
  container: PipelineContainer,
  image: string,
  env: JsonObject[],
): JsonObject {
  const { args = [], command: _, ...rest } = container;
  const given = (isPortalPatch(container)
    ? { ...rest, image, args: ['--mode=patch', ...args] }
    : container) as unknown as JsonObject;
  return {
    resources: RESOURCES,
    terminationMessagePolicy: 'FallbackToLogsOnError',
    ...given,
    securityContext: { ...LOCKED, ...(given.securityContext as JsonObject) },
    env: [...objectsOf(given.env), ...env],
    volumeMounts: [...objectsOf(given.volumeMounts), ...mounts],
  };
}

const mount = (folder: string, more: JsonObject = {}): JsonObject => ({
  name: `kratix-${folder}`,
  mountPath: `${root}/${folder}`,
  ...more,
});

const mounts: JsonObject[] = [
  mount(folders.input, { readOnly: true }),
  mount(folders.output),
  mount(folders.metadata),
];

function volumesOf(record: string): JsonObject[] {
  const file = (folder: string, path: string): JsonObject => ({
    name: `kratix-${folder}`,
    configMap: { name: record, items: [{ key: path, path }] },
  });
  return [
    file(folders.input, runFiles.object),
    file(folders.generated, runFiles.entities),
    { name: `kratix-${folders.output}`, emptyDir: {} },
    { name: `kratix-${folders.metadata}`, emptyDir: {} },
  ];
}

/** Each Secret once. */
function pullSecrets(
  given: JsonObject[],
  { imagePullSecrets }: JobsConfig,
): JsonObject[] {
  const all = [...imagePullSecrets.map(name => ({ name })), ...given];
  return all.filter(
    (one, index) => all.findIndex(({ name }) => name === one.name) === index,
  );
}

/** What containers of a Kratix pipeline are told. */
function environmentOf({ id, object, plural }: Run): JsonObject[] {
  const { group, version } = splitApiVersion(object.apiVersion);
  const { name, namespace } = object.metadata;
  const values = {
    KRATIX_WORKFLOW_TYPE: id.kind,
    KRATIX_WORKFLOW_ACTION: 'configure',
    KRATIX_PROMISE_NAME: id.promise,
    KRATIX_PIPELINE_NAME:
      id.portal === undefined ? BACKSTAGE_PIPELINE : PORTAL_PIPELINE,
    KRATIX_OBJECT_KIND: object.kind,
    KRATIX_OBJECT_GROUP: group,
    KRATIX_OBJECT_VERSION: version,
    KRATIX_OBJECT_NAME: name,
    KRATIX_OBJECT_NAMESPACE: namespace ?? '',
    KRATIX_CRD_PLURAL: plural,
    KRATIX_CLUSTER_SCOPED: String(namespace === undefined),
  };
  return Object.entries(values).map(([key, value]) => ({ name: key, value }));
}

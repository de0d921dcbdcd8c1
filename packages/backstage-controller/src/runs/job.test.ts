import { at, objectsOf, type Manifest } from '@syntasso/plugin-ske-common';
import { checkConfig } from '../config/controllerConfig';
import type { Lane } from '../entities/Binding';
import { readLane } from '../entities/lanes';
import { makeJob } from './job';
import { makeRecord, resultIn } from './record';
import { nameOfRun, type Run } from './Run';

const RECIPE = 'target: {kind: Component}\npatch: {spec: {system: shop}}';
const IMAGE = 'registry.test/controller:1';

const laneOf = (spec: object): Lane =>
  readLane(
    [
      {
        where: 'spec.resource.configure',
        spec: JSON.parse(JSON.stringify(spec)),
        containers: [
          { name: 'patch', image: 'portal-patch:1', args: [RECIPE] },
          {
            name: 'lint',
            image: 'acme.org/lint:1',
            env: [{ name: 'LEVEL', value: 'high' }],
            volumeMounts: [{ name: 'rules', mountPath: '/rules' }],
            securityContext: { runAsUser: 1_000 },
          },
        ],
      },
    ],
    { runsContainers: true, imagePullSecrets: ['of-portal'] },
  );

const object: Manifest = {
  apiVersion: 'test.org/v1',
  kind: 'Redis',
  metadata: {
    name: 'cache',
    namespace: 'team-a',
    labels: { team: 'a', 'kratix.io/workflow-suspended': 'true' },
    managedFields: [{ manager: 'kubectl' }],
  },
  spec: { size: 'small' },
  status: { message: 'Resource requested' },
};

function runWith(spec: object = {}): Run {
  const lane = laneOf(spec);
  if (lane.kind !== 'job') throw new Error(JSON.stringify(lane));
  return {
    id: {
      kind: 'resource',
      portal: 'main',
      promise: 'redis',
      namespace: 'team-a',
      name: 'cache',
    },
    object,
    plural: 'redises',
    content: 'kind: Component\n',
    pod: lane.pod,
  };
}

function jobWith(spec: object = {}) {
  const run = runWith(spec);
  const { jobs } = checkConfig({
    jobs: { imagePullSecrets: ['ours', 'of-portal'], timeout: '90s' },
  });
  const place = { name: nameOfRun(run, IMAGE), namespace: 'system' };
  const record = makeRecord(run, place);
  record.metadata.uid = 'u1';
  return makeJob(run, record, { ...jobs, image: IMAGE });
}

const podOf = (job: Manifest) => at(job, 'spec', 'template', 'spec');

it('has the containers in their order, between two of the controller', () => {
  const pod = podOf(jobWith());
  expect(objectsOf(at(pod, 'initContainers'))).toMatchObject([
    {
      name: 'generate',
      image: IMAGE,
      args: ['--mode=generate', '--from-controller'],
    },
    { name: 'patch', image: IMAGE, args: ['--mode=patch', RECIPE] },
    { name: 'lint', image: 'acme.org/lint:1' },
  ]);
  expect(objectsOf(at(pod, 'containers'))).toMatchObject([
    { name: 'result', image: IMAGE, args: ['--mode=result'] },
  ]);
});

it('gives a container the folders and variables of a pipeline', () => {
  const [, , lint] = objectsOf(at(podOf(jobWith()), 'initContainers'));
  expect(lint.env).toEqual(
    expect.arrayContaining([
      { name: 'LEVEL', value: 'high' },
      { name: 'KRATIX_WORKFLOW_TYPE', value: 'resource' },
      { name: 'KRATIX_PROMISE_NAME', value: 'redis' },
      { name: 'KRATIX_CRD_PLURAL', value: 'redises' },
      { name: 'KRATIX_OBJECT_NAMESPACE', value: 'team-a' },
    ]),
  );
  expect(lint.volumeMounts).toEqual([
    { name: 'rules', mountPath: '/rules' },
    { name: 'kratix-input', mountPath: '/kratix/input', readOnly: true },
    { name: 'kratix-output', mountPath: '/kratix/output' },
    { name: 'kratix-metadata', mountPath: '/kratix/metadata' },
  ]);
});

it('has no rights, on its node or on the platform', () => {
  const pod = podOf(jobWith());
  expect(pod).toMatchObject({
    automountServiceAccountToken: false,
    restartPolicy: 'Never',
    securityContext: { runAsNonRoot: true },
  });
  for (const container of objectsOf(at(pod, 'initContainers'))) {
    expect(container.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
  }
});

it('has what the PipelineSpec says about its pod', () => {
  const job = jobWith({
    volumes: [{ name: 'rules', configMap: { name: 'rules' } }],
    imagePullSecrets: [{ name: 'theirs' }],
    nodeSelector: { disk: 'fast' },
    tolerations: [{ key: 'build', operator: 'Exists' }],
    jobOptions: { backoffLimit: 0 },
    rbac: { serviceAccount: 'linter' },
  });
  expect(job.spec).toMatchObject({
    backoffLimit: 0,
    activeDeadlineSeconds: 90,
    ttlSecondsAfterFinished: 3_600,
  });
  expect(podOf(job)).toMatchObject({
    nodeSelector: { disk: 'fast' },
    tolerations: [{ key: 'build', operator: 'Exists' }],
    serviceAccountName: 'linter',
    automountServiceAccountToken: true,
    imagePullSecrets: [
      { name: 'ours' },
      { name: 'of-portal' },
      { name: 'theirs' },
    ],
  });
  expect(objectsOf(at(podOf(job), 'volumes')).pop()).toEqual({
    name: 'rules',
    configMap: { name: 'rules' },
  });
});

it('goes with its record', () => {
  const job = jobWith();
  expect(job.metadata.ownerReferences).toMatchObject([
    { kind: 'ConfigMap', name: job.metadata.name, uid: 'u1' },
  ]);
  expect(job.metadata.name).toMatch(/^configure-cache-[0-9a-f]{16}$/);
});

it.each([
  [
    { rbac: { permissions: [{ verbs: ['get'] }] } },
    /^spec\.resource\.configure\.rbac\.permissions asks for rights/,
  ],
  [{ volumes: 'all' }, /^spec\.resource\.configure\.volumes: /],
])('refuses a PipelineSpec with %j', (spec, message) => {
  expect(laneOf(spec)).toEqual({
    kind: 'refused',
    message: expect.stringMatching(message),
  });
});

it('refuses two containers of the same name', () => {
  const lane = readLane(
    [{ where: 'X', containers: [{ name: 'result', image: 'acme.org/a:1' }] }],
    { runsContainers: true, imagePullSecrets: [] },
  );
  expect(lane).toEqual({
    kind: 'refused',
    message:
      'X has a container "result", and another one of its Job is called that, too. Give it another name.',
  });
});

describe('the name', () => {
  const run = runWith();
  const name = nameOfRun(run, IMAGE);

  it.each<[string, Run, string]>([
    ['spec', { ...run, object: { ...object, spec: { size: 'l' } } }, IMAGE],
    ['entities', { ...run, content: 'kind: API\n' }, IMAGE],
    ['customization', runWith({ nodeSelector: { a: 'b' } }), IMAGE],
    ['portal', { ...run, id: { ...run.id, portal: 'other' } }, IMAGE],
    ['image', run, 'registry.test/controller:2'],
  ])('is another one for another %s', (_what, other, image) => {
    expect(nameOfRun(other, image)).not.toBe(name);
  });

  it('stays while Kratix works', () => {
    const metadata = {
      ...object.metadata,
      resourceVersion: '9',
      labels: { team: 'a' },
    };
    const later = { ...object, metadata, status: { message: 'done' } };
    expect(nameOfRun({ ...run, object: later }, IMAGE)).toBe(name);
  });

  it('is short enough for a label', () => {
    const metadata = { ...object.metadata, name: 'n.'.repeat(100) };
    const other = { ...run, object: { ...object, metadata } };
    expect(nameOfRun(other, IMAGE)).toMatch(/^[-a-z0-9]{1,63}$/);
  });
});

it('refuses an object that is too large for a ConfigMap', () => {
  const spec = { text: 'x'.repeat(1_000_000) };
  const run = { ...runWith(), object: { ...object, spec } };
  expect(() => makeRecord(run, { name: 'a', namespace: 'b' })).toThrow(
    /^Redis cache is too large for containers of a customization/,
  );
});

it('says what to do about a result that somebody has changed', () => {
  const place = { name: 'configure-cache', namespace: 'system' };
  const record = {
    ...makeRecord(runWith(), place),
    binaryData: { 'catalog-info.yaml.gz': 'bm9uc2Vuc2U=' },
  };
  expect(() => resultIn(record)).toThrow(
    'ConfigMap configure-cache has no readable result of the containers of the customization: somebody has changed it. Delete it to let them run again.',
  );
});

import { randomUUID } from 'node:crypto';
import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { ActionsRegistryActionOptions } from '@backstage/backend-plugin-api/alpha';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  kratix,
  makeOfferingComponent,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { ScmHosts, type GitRepository } from '@syntasso/plugin-ske-node';
import { startRequestsRepository } from './gitPlatform';
import { platformProviderOf } from './platformProvider';
import { makeTemporaryFolder } from './temporaryFolder';
import { Budgets } from '../access/Budgets';
import { registerActions } from '../agents/registerActions';
import { Access } from '../access/Access';
import type { PlatformProvider } from '../platform/PlatformProvider';
import { PullRequestSender } from '../requests/dispatch/PullRequestSender';
import { RequestDispatcher } from '../requests/dispatch/RequestDispatcher';
import { allowedMetadataFromConfig } from '../requests/authorization/requestMetadata';
import { ResourceRequests } from '../requests/ResourceRequests';
import { RepositoryRules } from '../requests/authorization/RepositoryRules';
import { InMemoryRequestStore } from './InMemoryRequestStore';
import type { RequestStore } from '../requests/store/RequestStore';

/** Requests of a test's own. */
export const newStore = async (): Promise<RequestStore> =>
  new InMemoryRequestStore();

/** Everything behind the actions, without a backend. */
export async function newResourceRequests(
  platformProvider: PlatformProvider,
  config: JsonObject = {},
  options: {
    entities?: Entity[];
    permissions?: PermissionsService;
    /** Instead of what `integrations` in the configuration lead to. */
    open?: (url: string) => GitRepository;
  } = {},
) {
  const { entities = [], permissions = mockServices.permissions() } = options;
  const reader = new ConfigReader({
    backend: { workingDirectory: makeTemporaryFolder('clones') },
    ...config,
  });
  const { open } = options;
  const pullRequests = open
    ? new PullRequestSender(
        new ScmHosts(ScmIntegrations.fromConfig(reader)),
        open,
      )
    : PullRequestSender.fromConfig(reader);
  const store = await newStore();
  const dispatcher = new RequestDispatcher(mockServices.logger.mock());
  dispatcher.provideStore(store);
  const auditor = mockServices.auditor.mock();
  const auditEvent = { success: jest.fn(), fail: jest.fn() };
  auditor.createEvent.mockResolvedValue(auditEvent);
  return {
    store,
    dispatcher,
    pullRequests,
    auditor,
    auditEvent,
    resourceRequests: new ResourceRequests({
      platformProvider,
      auditor,
      dispatcher,
      pullRequests,
      budgets: new Budgets({
        ...{ writes: 1_000_000, dryRuns: 1_000_000, manifests: 1_000_000 },
      }),
      repositoryRules: RepositoryRules.fromConfig(reader, pullRequests.hosts),
      allowedMetadata: allowedMetadataFromConfig(reader),
      catalog: catalogServiceMock({ entities }),
      auth: mockServices.auth(),
      access: new Access({
        permissions,
        userInfo: mockServices.userInfo(),
      }),
    }),
  };
}

/** Requests in a repository, with the catalog to say what is on offer. */
export async function requestsInGit(promise: Manifest) {
  const repository = await startRequestsRepository();
  const component = makeOfferingComponent(kratix.offeringOf(promise), {
    component: 'the-promise',
    template: undefined,
  });
  const platformProvider = platformProviderOf(
    {
      kind: 'gitops',
      clusterProvider: undefined,
      repository: repository.repository,
    },
    [component],
  );
  const config = { ske: { delivery: { repositories: ['github.com/o/r'] } } };
  return {
    ...repository,
    ...(await newResourceRequests(platformProvider, config)),
  };
}

/** Runs a tool for agents, by its name. */
export function toolsOf(requests: ResourceRequests) {
  const tools = new Map<string, ActionsRegistryActionOptions<never, never>>();
  registerActions(
    { register: options => void tools.set(options.name, options as never) },
    requests,
  );
  return (name: string, input: object) =>
    tools.get(name)!.action({
      input: input as never,
      credentials: mockCredentials.user(),
      logger: {} as never,
      secrets: undefined,
    });
}

/** What a task of the scaffolder is to an action, as far as ours look. */
export interface TestTask {
  id: string;
  workspacePath: string;
  secrets: Record<string, string>;
  checkpoints: Map<string, unknown>;
  /** Who has started it; default: a user. */
  credentials?: BackstageCredentials;
}

/** A task that nobody has run yet. */
export const newTask = (secrets: Record<string, string> = {}): TestTask => ({
  id: randomUUID(),
  workspacePath: makeTemporaryFolder('workspace'),
  secrets,
  checkpoints: new Map(),
});

/** Runs an action as a step of a task. */
export async function runAction(
  action: { handler: (ctx: never) => Promise<void> },
  input: object,
  task: TestTask = newTask(),
  isDryRun = false,
) {
  const outputs: Record<string, unknown> = {};
  const log: string[] = [];
  const logger = mockServices.logger.mock();
  logger.info.mockImplementation(text => void log.push(text));
  const context = {
    input,
    isDryRun,
    logger,
    secrets: task.secrets,
    task: { id: task.id },
    user: { ref: 'user:default/mock' },
    workspacePath: task.workspacePath,
    output: (name: string, value: unknown) => {
      outputs[name] = value;
    },
    getInitiatorCredentials: async () =>
      task.credentials ?? mockCredentials.user(),
    async checkpoint({ key, fn }: { key: string; fn: () => Promise<unknown> }) {
      if (!task.checkpoints.has(key)) task.checkpoints.set(key, await fn());
      return task.checkpoints.get(key);
    },
  };
  await action.handler(context as never);
  return { outputs, log };
}

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  CLUSTER_TOKEN_SECRET,
  SEEN_VERSION_SECRET,
} from '@syntasso/plugin-ske-common';
import type { Requester } from '../requests/Requester';

/** Secrets of a task that nobody has typed: from the scaffolder, and from our dialog. */
const NOT_TYPED = [
  'backstageToken',
  '__initiatorCredentials',
  CLUSTER_TOKEN_SECRET,
  SEEN_VERSION_SECRET,
];

/** The part of an action's context that says who runs it. */
interface ActionContext {
  secrets?: Record<string, string>;
  task: { id: string };
  user?: { ref?: string };
  getInitiatorCredentials(): Promise<BackstageCredentials>;
}

/** The person who has started a task. */
export async function requesterOf(ctx: ActionContext): Promise<Requester> {
  const { secrets = {} } = ctx;
  return {
    credentials: await ctx.getInitiatorCredentials(),
    caller: {
      kind: 'person',
      person: ctx.user?.ref,
      backstageToken: secrets.backstageToken,
      clusterToken: secrets[CLUSTER_TOKEN_SECRET],
    },
    by: ctx.user?.ref,
    taskId: ctx.task?.id,
    secrets: Object.entries(secrets)
      .filter(([name]) => !NOT_TYPED.includes(name))
      .map(([, value]) => value)
      .filter(value => value !== ''),
  };
}

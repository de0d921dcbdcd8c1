import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startGitea } from '@internal/testbed';
import { cacheFolder } from '../start/config';
import { GitOpsAgent } from './GitOpsAgent';

/** Where tests find the Git host: its address and accounts. */
const GIT_HOST_FILE = join(cacheFolder, 'start', 'gitHost.json');

/** A Git host with a repository of requests, which a GitOps agent applies. */
export interface GitHost {
  url: string;
  /** Configuration of the backend that names it. */
  config: object;
  stop(): Promise<void>;
}

/** Starts a {@link GitHost}. */
export async function startGitHost(options: {
  kubeconfig: string;
  say: (text: string) => void;
}): Promise<GitHost> {
  const gitea = await startGitea(options);
  try {
    const repository = await gitea.create('requests');
    const agent = new GitOpsAgent({ ...options, repository });
    agent.start();
    const { url, accounts } = gitea;
    mkdirSync(dirname(GIT_HOST_FILE), { recursive: true });
    writeFileSync(GIT_HOST_FILE, JSON.stringify({ url, accounts }), {
      mode: 0o600,
    });
    return {
      url,
      config: {
        integrations: {
          gitea: [
            {
              host: gitea.host,
              baseUrl: url,
              username: accounts.robot.name,
              password: accounts.robot.password,
            },
          ],
        },
        ske: {
          delivery: { requestsRepoUrl: repository.repoUrl },
          pendingRequests: { refreshSeconds: 2, sweepSeconds: 5 },
        },
      },
      async stop() {
        await agent.stop();
        await gitea.stop();
      },
    };
  } catch (error) {
    await gitea.stop();
    throw error;
  }
}

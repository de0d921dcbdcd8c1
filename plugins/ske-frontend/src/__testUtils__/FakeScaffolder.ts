import type {
  ScaffolderScaffoldOptions,
  TemplateParameterSchema,
} from '@backstage/plugin-scaffolder-common';

/** Who follows a task. */
interface Follower {
  next: (event: object) => void;
}

/** A scaffolder with one Template; its tasks end when and how the test says. */
export class FakeScaffolder {
  /** What tasks were begun with. */
  readonly sent: ScaffolderScaffoldOptions[] = [];
  /** Beginning one takes until then. */
  begun: Promise<void> = Promise.resolve();
  #template: TemplateParameterSchema;
  #followers: Follower[] = [];

  constructor(template: TemplateParameterSchema) {
    this.#template = template;
  }

  getTemplateParameterSchema = async () => this.#template;
  scaffold = async (options: ScaffolderScaffoldOptions) => {
    this.sent.push(options);
    const taskId = `task-${this.sent.length}`;
    await this.begun;
    return { taskId };
  };
  getTask = async () => ({ spec: { steps: [{ id: 'send' }] } });
  streamLogs = () => ({
    subscribe: (follower: Follower) => {
      this.#followers.push(follower);
      return { unsubscribe: () => {} };
    },
  });

  /** How many tasks are, or were, followed. */
  get followed() {
    return this.#followers.length;
  }

  /** Ends the newest task: well, or with what was wrong. */
  end(wrong?: string) {
    const createdAt = '2026-01-01T00:00:00Z';
    const follower = this.#followers.at(-1);
    follower?.next({
      type: 'log',
      createdAt,
      body: { stepId: 'send', message: 'Sending the request' },
    });
    follower?.next({
      type: 'completion',
      createdAt,
      body: {
        message: 'Run completed',
        ...(wrong ? { error: { name: 'Error', message: wrong } } : {}),
      },
    });
  }
}

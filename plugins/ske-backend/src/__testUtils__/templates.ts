import { mockCredentials } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { eventually } from '@internal/testbed';
import { ask } from './backend';

const headers = { authorization: mockCredentials.user.header() };
/** What a person does with Templates, and what the catalog says, over HTTP. */
export function person(api: string) {
  const entities = async (filter: string) => {
    const { answer } = await ask(
      `${api}/catalog/entities?filter=${encodeURIComponent(filter)}`,
      headers,
    );
    return answer as Entity[];
  };
  return {
    entities,
    /** Runs a Template to its end. */
    async run(
      templateRef: string,
      values: object,
      secrets: Record<string, string> = {},
    ) {
      const { answer, error } = await ask(
        `${api}/scaffolder/v2/tasks`,
        headers,
        { templateRef, values, secrets },
      );
      if (error) throw new Error(error);
      const { id } = answer as { id: string };
      const task = await eventually('the task', async () => {
        const got = await ask(`${api}/scaffolder/v2/tasks/${id}`, headers);
        const { status } = got.answer as { status: string };
        return !['open', 'processing'].includes(status) && status;
      });
      const events = (
        await ask(`${api}/scaffolder/v2/tasks/${id}/events`, headers)
      ).answer as {
        type: string;
        body: { message: string; output?: Output; error?: { message: string } };
      }[];
      const end = events.find(({ type }) => type === 'completion')?.body;
      return {
        id,
        status: task,
        error: end?.error?.message,
        links: end?.output?.links ?? [],
        log: events.map(({ body }) => body.message),
      };
    },
    /** What was asked for of a Resource. */
    async requests(query: string) {
      const { answer } = await ask(`${api}/ske/v1/requests?${query}`, headers);
      return (answer as { items: Record<string, unknown>[] }).items;
    },
    /** Deletes by the contract's endpoint. */
    remove: (ref: object) => ask(`${api}/ske/delete-resource`, headers, ref),
  };
}

interface Output {
  links?: { title: string; url?: string; entityRef?: string }[];
}

import { promiseView, resourceView } from '../../__testUtils__/views';
import { messages } from '../../translations/messages';
import type { T } from '../../translations/useT';
import {
  agentText,
  formLink,
  helpText,
  helpTitle,
  mailLink,
  type HelpSubject,
} from './helpReport';

const t: T = (key, values = {}) => {
  let node: unknown = messages;
  for (const part of key.split('.')) {
    node = Object.entries(node ?? {}).find(([name]) => name === part)?.[1];
  }
  return String(node).replace(/\{\{(\w+)\}\}/g, (_, name) =>
    String(values[name]),
  );
};

const link = 'https://backstage.example.org/catalog/default/component/c/kratix';
const log = {
  pipeline: 'configure',
  container: 'create-queue',
  text: 'starting\nerror: quota exceeded\n',
};
const view = resourceView(
  { workflows: 1 },
  {
    health: {
      state: 'failed',
      reason: {
        code: 'pipelineFailed',
        values: { message: 'exit 1' },
      },
      since: '2026-08-02T10:00:00Z',
    },
    stages: [
      { name: 'accepted', state: 'done' },
      { name: 'configure', state: 'failed', done: 0, total: 1 },
    ],
    conditions: [
      {
        type: 'Reconciled',
        status: 'False',
        reason: 'ConfigureWorkflowFailed',
        message: 'Failing',
      },
    ],
    pipelines: [{ name: 'configure', phase: 'Failed', message: 'exit 1' }],
    promise: {
      name: 'redis',
      title: 'Redis',
      owner: 'group:default/platform',
      health: {
        state: 'ready',
        reason: { code: 'promiseAvailable', values: {} },
      },
    },
    version: {
      running: 'v1.2.0',
      installed: [],
      follows: true,
      upgrade: 'none',
    },
  },
);
const subject: HelpSubject = { view, link, log };

it('says to a person where it is, what is wrong, and the end of the log', () => {
  expect(helpText(t, subject)).toBe(
    [
      'Failed: Redis default/cache',
      link,
      '',
      'Setting it up failed: exit 1',
      'Promise: redis v1.2.0',
      '',
      'log configure, create-queue:',
      'starting',
      'error: quota exceeded',
    ].join('\n'),
  );
});

it('tells an agent all that is known, without the specification', () => {
  const text = agentText(t, subject);
  expect(text).toBe(
    [
      '# Failed: Redis default/cache',
      '',
      '- Kind: Redis',
      '- Name: cache',
      '- Namespace: default',
      '- Promise: redis',
      '- Version: v1.2.0',
      '- Platform: embedded',
      '- Health: Failed (pipelineFailed): Setting it up failed: exit 1',
      '- Since: 2026-08-02T10:00:00Z',
      `- Page: ${link}`,
      '',
      '## Progress',
      '',
      '- Accepted: done',
      '- Prepared: failed',
      '',
      '## Conditions',
      '',
      '- Reconciled: False · ConfigureWorkflowFailed · Failing',
      '',
      '## Pipelines',
      '',
      '- configure: Failed · exit 1',
      '',
      '## log configure, create-queue',
      '',
      '```',
      'starting',
      'error: quota exceeded',
      '```',
      '',
    ].join('\n'),
  );
  expect(text).not.toContain('small');
});

it('fences a log that has fences, and leaves out what is not known', () => {
  const text = agentText(t, {
    view: promiseView(),
    link,
    log: { ...log, text: 'a ```` b' },
  });
  expect(text).toContain('`````\na ```` b\n`````');
  expect(text).toContain('# Ready: Promise redis\n');
  for (const absent of ['Namespace', 'Progress', 'Conditions', 'undefined']) {
    expect(text).not.toContain(absent);
  }
});

describe('a link', () => {
  const bodyOf = (href: string) => new URL(href).searchParams.get('body') ?? '';
  const long = {
    ...subject,
    log: {
      ...log,
      text: `${'a line with 😀 and & in it '.repeat(9)}\n`.repeat(500),
    },
  };

  it('of e-mail has subject and text', () => {
    const href = mailLink(t, 'platform@example.org', subject);
    expect(new URL(href).pathname).toBe('platform@example.org');
    expect(new URL(href).searchParams.get('subject')).toBe(
      helpTitle(t, subject),
    );
    expect(bodyOf(href)).toBe(helpText(t, subject));
  });

  it('is cut off before it is too long, not what comes first', () => {
    const href = mailLink(t, 'platform@example.org', long);
    expect(href.length).toBeLessThanOrEqual(2_000);
    expect(href.length).toBeGreaterThan(1_900);
    expect(bodyOf(href)).toMatch(/^Failed: Redis default\/cache\nhttps:.*…$/s);
  });

  it('of a form has what its template asks for', () => {
    const template =
      'https://tickets.example.org/new?s={title}&d={text}&p={promise}&n={namespace}/{name}&l={link}';
    const { searchParams } = new URL(formLink(t, template, subject));
    expect(Object.fromEntries(searchParams)).toEqual({
      s: 'Failed: Redis default/cache',
      d: helpText(t, subject),
      p: 'redis',
      n: 'default/cache',
      l: link,
    });
    expect(formLink(t, template, long).length).toBeLessThanOrEqual(2_000);
  });
});

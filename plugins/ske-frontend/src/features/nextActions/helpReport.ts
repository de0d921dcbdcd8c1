import {
  encodeText,
  fillHelpUrl,
  type Health,
  type HelpConfig,
  type OfferingView,
  type ProgressStage,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import type { T } from '../../translations/useT';
import { reasonText } from '../../utils/reasonText';
import { isResource } from './nextActionsOf';

/** Browsers and mail programs cut longer addresses off. */
const LONGEST_LINK = 2_000;
/** Of a log, in a message for a person and in one for an agent. */
const LINES_FOR_PERSON = 20;
const LINES_FOR_AGENT = 100;

/** The log of what failed, as far as it is known. Secrets are masked by the backend. */
export interface KnownLog {
  pipeline: string;
  container: string;
  text: string;
}

/** What somebody who is asked for help has to know. */
export interface HelpSubject {
  view: ResourceView | OfferingView;
  /** Address of the page. */
  link: string;
  log: KnownLog | undefined;
}

/** The part of a subject that Promises and Resources have alike. */
function factsOf({ view }: HelpSubject): {
  kind: string;
  name: string;
  namespace: string | undefined;
  promise: string | undefined;
  version: string | undefined;
  health: Health;
  stages: ProgressStage[];
} {
  if (!isResource(view)) {
    return {
      kind: view.ref.kind,
      name: view.ref.name,
      namespace: undefined,
      promise: view.ref.name,
      version: view.version,
      health: view.health,
      stages: [],
    };
  }
  return {
    kind: view.manifest.kind,
    name: view.manifest.metadata.name,
    namespace: view.manifest.metadata.namespace,
    promise: view.promise?.name,
    version: view.version.running,
    health: view.health,
    stages: view.stages,
  };
}

/** What it is about, in a line: state and object. */
export function helpTitle(t: T, subject: HelpSubject): string {
  const { kind, name, namespace, health } = factsOf(subject);
  const path = [namespace, name].filter(Boolean).join('/');
  return `${t(`health.${health.state}`)}: ${kind} ${path}`;
}

/** The message for a person: where it is, what is wrong, the end of the log. */
export function helpText(t: T, subject: HelpSubject): string {
  const { promise, version, health } = factsOf(subject);
  const { link, log } = subject;
  return [
    helpTitle(t, subject),
    link,
    '',
    reasonText(t, health.reason),
    ...(promise
      ? [
          `${t('help.promise')}: ${[promise, version]
            .filter(Boolean)
            .join(' ')}`,
        ]
      : []),
    ...(log
      ? [
          '',
          `${t('resource.log')} ${log.pipeline}, ${log.container}:`,
          lastLines(log.text, LINES_FOR_PERSON),
        ]
      : []),
  ].join('\n');
}

/** All that is known, as Markdown for an agent. The specification is not in it. */
export function agentText(t: T, subject: HelpSubject): string {
  const facts = factsOf(subject);
  const { view, link, log } = subject;
  const { health } = facts;
  const line = (label: string, value: string | undefined) =>
    value ? [`- ${label}: ${value}`] : [];
  const section = (title: string, lines: string[]) =>
    lines.length > 0 ? ['', `## ${title}`, '', ...lines] : [];
  return [
    `# ${helpTitle(t, subject)}`,
    '',
    ...line(t('about.kind'), facts.kind),
    ...line(t('promise.name'), facts.name),
    ...line(t('about.namespace'), facts.namespace),
    ...line(t('help.promise'), facts.promise),
    ...line(t('about.version'), facts.version),
    ...line(t('about.platform'), view.platform),
    ...line(
      t('promise.health'),
      `${t(`health.${health.state}`)} (${health.reason.code}): ${reasonText(
        t,
        health.reason,
      )}`,
    ),
    ...line(t('help.since'), health.since),
    ...line(t('help.page'), link),
    ...section(
      t('resource.progress'),
      facts.stages.flatMap(stage =>
        line(
          t(`resource.stage.${stage.name}`),
          t(`resource.stageState.${stage.state}`),
        ),
      ),
    ),
    ...section(
      t('resource.conditions'),
      view.conditions.flatMap(({ type, status, reason, message }) =>
        line(type, [status, reason, message].filter(Boolean).join(' · ')),
      ),
    ),
    ...section(
      t('help.pipelines'),
      view.pipelines.flatMap(({ name, phase, message }) =>
        line(name, [phase, message].filter(Boolean).join(' · ')),
      ),
    ),
    ...(log
      ? section(
          `${t('resource.log')} ${log.pipeline}, ${log.container}`,
          fenced(lastLines(log.text, LINES_FOR_AGENT)),
        )
      : []),
    '',
  ].join('\n');
}

/** An e-mail with the text in it, as much as fits into an address. */
export const mailLink = (t: T, email: string, subject: HelpSubject): string =>
  withinLimit(
    helpText(t, subject),
    text =>
      `mailto:${email}?subject=${encodeText(
        helpTitle(t, subject),
      )}&body=${encodeText(text)}`,
  );

/** The form of `ske.help.url`, filled in. */
export function formLink(
  t: T,
  template: NonNullable<HelpConfig['url']>,
  subject: HelpSubject,
): string {
  const facts = factsOf(subject);
  const { health, namespace = '', promise = '' } = facts;
  return withinLimit(helpText(t, subject), text =>
    fillHelpUrl(template, {
      title: helpTitle(t, subject),
      text,
      link: subject.link,
      kind: facts.kind,
      name: facts.name,
      namespace,
      promise,
      state: t(`health.${health.state}`),
      // It may quote a message of any length.
      reason: reasonText(t, health.reason).slice(0, 200),
    }),
  );
}

/** The link with as much of the beginning of a text as it may have. */
function withinLimit(text: string, linkWith: (text: string) => string): string {
  const whole = linkWith(text);
  if (whole.length <= LONGEST_LINK) return whole;
  const linkUpTo = (end: number) => linkWith(`${text.slice(0, end)}…`);
  let fits = 0;
  let tooMuch = text.length;
  while (tooMuch - fits > 1) {
    const middle = Math.floor((fits + tooMuch) / 2);
    if (linkUpTo(middle).length <= LONGEST_LINK) fits = middle;
    else tooMuch = middle;
  }
  return linkUpTo(fits);
}

const lastLines = (text: string, count: number) =>
  text.trimEnd().split('\n').slice(-count).join('\n');

/** As a block of code, with a fence that the text does not have. */
function fenced(text: string): string[] {
  const longest = Math.max(
    2,
    ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length),
  );
  const fence = '`'.repeat(longest + 1);
  return [fence, text, fence];
}

import { useState } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Text } from '@backstage/ui';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import {
  asText,
  at,
  isEmailAddress,
  readHelp,
  refOf,
  wholeGroupRef,
  type HelpConfig,
  type OfferingView,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { containerToShow } from '../../utils/containerToShow';
import { useLog } from '../../components/useLog';
import { useAsync } from '../../hooks/useAsync';
import { useT } from '../../translations/useT';
import {
  agentText,
  formLink,
  mailLink,
  type HelpSubject,
  type KnownLog,
} from './helpReport';
import { isResource } from './nextActionsOf';

/** Asks the platform team, where it wants to be asked, with what the page knows. */
export function AskForHelp(props: {
  view: ResourceView | OfferingView;
  owner: string | undefined;
}) {
  const t = useT();
  const [isOpen, setIsOpen] = useState(false);
  const [copying, setCopying] = useState<'none' | 'copied' | 'failed'>('none');
  const { view, owner } = props;
  const config = readHelp(useApi(configApiRef).getOptional('ske.help'));
  const help: HelpConfig = config.kind === 'read' ? config.help : {};
  const email = useEmailOf(isOpen && isEmpty(help) ? owner : undefined);
  const log = useLogOfFailure(view, isOpen);
  const { origin, pathname } = window.location;
  const subject: HelpSubject = { view, link: `${origin}${pathname}`, log };
  const { url, chat } = help;
  const mailbox = help.email ?? email;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(agentText(t, subject));
      setCopying('copied');
    } catch {
      // Browsers forbid it, or have no clipboard for pages without TLS.
      setCopying('failed');
    }
  };
  return (
    <>
      <MenuTrigger
        isOpen={isOpen}
        onOpenChange={open => {
          setCopying('none');
          setIsOpen(open);
        }}
      >
        <Button size="small" variant="secondary">
          {t('help.ask')}
        </Button>
        <Menu aria-label={t('help.ask')}>
          {isOpen && url && (
            <HelpLink
              id="form"
              href={formLink(t, url, subject)}
              text={t('help.form')}
            />
          )}
          {isOpen && mailbox && (
            <HelpLink
              id="mail"
              href={mailLink(t, mailbox, subject)}
              text={t('help.mail', { email: mailbox })}
            />
          )}
          {chat && <HelpLink id="chat" href={chat} text={t('help.chat')} />}
          <MenuItem id="agent" onAction={() => void copy()}>
            {t('help.agent')}
          </MenuItem>
        </Menu>
      </MenuTrigger>
      <Text variant="body-small" color="secondary" role="status">
        {copying !== 'none' && t(`help.${copying}`)}
      </Text>
      {config.kind === 'invalid' && (
        <Text variant="body-small" color="secondary">
          {config.problem}
        </Text>
      )}
    </>
  );
}

/** A link of the menu. For one of e-mail the mail program opens, and no empty tab. */
function HelpLink(props: { id: string; href: string; text: string }) {
  const { id, href, text } = props;
  return (
    <MenuItem
      id={id}
      href={href}
      target={href.startsWith('mailto:') ? '_self' : undefined}
    >
      {text}
    </MenuItem>
  );
}

const isEmpty = ({ email, url, chat }: HelpConfig) => !email && !url && !chat;

/** The e-mail address in the profile of a group or person. */
function useEmailOf(owner: string | undefined): string | undefined {
  const catalog = useApi(catalogApiRef);
  const { value: entity } = useAsync(
    async () =>
      owner ? catalog.getEntityByRef(wholeGroupRef(owner)) : undefined,
    [catalog, owner],
  );
  const email = asText(at(entity, 'spec', 'profile', 'email'));
  return email && isEmailAddress(email) ? email : undefined;
}

/** The log of the newest run that failed, else of one that runs, once it is asked for. */
function useLogOfFailure(
  view: ResourceView | OfferingView,
  isWanted: boolean,
): KnownLog | undefined {
  const run =
    view.runs.find(({ state }) => state === 'failed') ??
    view.runs.find(({ state }) => state === 'running');
  const container = run && containerToShow(run);
  const state = useLog(
    isWanted && run?.pod && container && container.state !== 'waiting'
      ? {
          ref: isResource(view) ? refOf(view.manifest) : view.ref,
          pod: run.pod,
          podNamespace: run.namespace,
          container: container.name,
        }
      : undefined,
    false,
  );
  // Without its log, a message is still of use.
  return run && container && state.kind === 'shown' && state.text
    ? { pipeline: run.pipeline, container: container.name, text: state.text }
    : undefined;
}

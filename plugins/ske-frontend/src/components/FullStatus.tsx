import { useState, type ReactNode } from 'react';
import { Accordion, AccordionPanel, AccordionTrigger } from '@backstage/ui';
import {
  maskStoredSecretMarks,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { stringify } from 'yaml';
import { useT } from '../translations/useT';
import { beginningOf } from '../utils/beginningOf';
import { CardBoundary } from './Card';
import { Code } from './Code';

/** Characters that a browser draws without anybody noticing. */
const SHOWN = 100_000;

/** All of a status, behind a toggle: what is in it is only drawn while it is open. */
export function FullStatus(props: { children: ReactNode }) {
  const t = useT();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Accordion isExpanded={isOpen} onExpandedChange={setIsOpen}>
      <AccordionTrigger title={t('resource.fullStatus')} />
      <AccordionPanel>
        {isOpen && <CardBoundary>{props.children}</CardBoundary>}
      </AccordionPanel>
    </Accordion>
  );
}

/** A status as it is written, without secrets. */
export function StatusText(props: { status: Manifest['status'] }) {
  const t = useT();
  const text = stringify(maskStoredSecretMarks(props.status ?? {}));
  return (
    <Code label={t('resource.fullStatus')}>{beginningOf(text, SHOWN)}</Code>
  );
}

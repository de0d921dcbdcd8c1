import type { Entity, EntityLink } from '@backstage/catalog-model';
import type { OptionProblem } from '../annotations/readOptions';
import { connectFieldsOf, type ConnectField } from '../api/connect';
import { asText } from '../kubernetes/json';
import type { Manifest } from '../kubernetes/manifest';
import type { OfferedResource } from '../offerings/Offering';
import { HIDDEN, MASK } from '../redaction/masks';
import { redactStatus, secretsIn } from '../redaction/redact';
import { maskSecretTexts } from '../redaction/secretTexts';
import { hasCredential, isHttpAddress } from '../utils/webAddress';

/** A status has few addresses that people open; a list of more is no help to them. */
const MOST_LINKS = 10;
const LONGEST_URL = 2_000;
const LONGEST_TITLE = 100;

/** Labels of fields that only say again that it is a link. */
const SAYS_LINK = /^(?:URL|URI|Href|Link|Address)$/;

const LINKS_ANNOTATION = 'ske.backstage.component/links';

/**
 * `ske.backstage.component/links`: one `Title=URL` a line, or only an URL. Whether it is
 * one is checked with everything else of an entity, before it is published.
 */
export function annotationLinksOf({
  annotations,
}: Manifest['metadata']): EntityLink[] {
  const text: unknown = annotations?.[LINKS_ANNOTATION];
  return (asText(text) ?? '')
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
    .map(line => {
      const end = /^https?:/.test(line) ? -1 : line.indexOf('=');
      if (end === -1) return { url: withoutSecrets(line) };
      const title = withoutSecrets(line.slice(0, end).trim());
      const url = withoutSecrets(line.slice(end + 1).trim());
      return title === '' ? { url } : { title, url };
    });
}

/** Entities are for everybody who may see the catalog. */
const withoutSecrets = (text: string) => maskSecretTexts(text, MASK);

/**
 * The links of a Resource: those of its annotation, and the addresses in its status, which
 * its page shows as links, too. An address with a secret in it is none.
 */
export function resourceLinksOf(offered: OfferedResource): EntityLink[] {
  const links = annotationLinksOf(offered.resource.metadata);
  const urls = new Set(links.map(({ url }) => url));
  const found = statusLinksOf(offered).filter(({ url }) => {
    const isNew = !urls.has(url);
    urls.add(url);
    return isNew;
  });
  return [...links, ...found.slice(0, MOST_LINKS)];
}

function statusLinksOf({ offering, resource }: OfferedResource): EntityLink[] {
  const { spec, status } = resource;
  // The schema, which takes long to read, is asked only where there are addresses.
  if (!status || !hasAddress(status)) return [];
  const shown = redactStatus(status, offering.form?.status);
  const secrets = spec ? secretsIn(spec, offering.form?.spec) : [];
  return linksIn(connectFieldsOf(shown)).filter(({ url }) =>
    isForEverybody(url, secrets),
  );
}

const hasAddress = (value: unknown): boolean =>
  typeof value === 'string'
    ? /^https?:\/\//.test(value)
    : typeof value === 'object' &&
      value !== null &&
      Object.values(value).some(hasAddress);

const linksIn = (fields: ConnectField[], groups: string[] = []): EntityLink[] =>
  fields.flatMap(({ label, value }) => {
    const labels = [...groups, label].filter(Boolean);
    if (value.kind === 'group') return linksIn(value.fields, labels);
    return value.kind === 'link' ? [linkOf(value.url, labels)] : [];
  });

function linkOf(url: string, labels: string[]): EntityLink {
  const last = labels.at(-1);
  const isSaid =
    labels.length > 1 && last !== undefined && SAYS_LINK.test(last);
  const title = (isSaid ? labels.slice(0, -1) : labels).join(': ');
  return title === '' ? { url } : { url, title: title.slice(0, LONGEST_TITLE) };
}

/**
 * An entity without links that a catalog would refuse, or nobody should open, for a file:
 * what is published to a catalog is checked before.
 */
export function leaveOutWrongLinks(entity: Entity): {
  entity: Entity;
  problems: OptionProblem[];
} {
  const { metadata } = entity;
  const { links = [] } = metadata;
  const rightLinks = links.filter(({ url }) => isWebAddress(url));
  if (rightLinks.length === links.length) return { entity, problems: [] };
  return {
    entity: { ...entity, metadata: { ...metadata, links: rightLinks } },
    problems: [
      {
        field: LINKS_ANNOTATION,
        problem:
          'A link in it does not begin with https:// or http://, or has a user name or a password in it',
        remedy: 'Correct the address, or leave it out.',
      },
    ],
  };
}

function isWebAddress(url: string): boolean {
  return /^https?:/i.test(url) && isHttpAddress(url) && !hasCredential(url);
}

/** Whether an address has no secret in it: of its own, or one that the Resource was given. */
function isForEverybody(url: string, secrets: readonly string[]): boolean {
  if (url.length > LONGEST_URL || url.includes(HIDDEN)) return false;
  if (!isWebAddress(url)) return false;
  const texts = [url, decoded(url)];
  return !secrets.some(secret => texts.some(text => text.includes(secret)));
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    // A percent sign that stands for itself.
    return url;
  }
}

/** What a platform team may change about a generated Component. @public */
export interface ComponentOptions {
  name?: string;
  title?: string;
  description?: string;
  tags?: string[];
  type?: string;
  lifecycle?: string;
  owner?: string;
  system?: string;
  subcomponentOf?: string;
  providesApis?: string[];
  consumesApis?: string[];
  dependsOn?: string[];
  summary?: string;
}

/** What a platform team may change about a generated Template. @public */
export interface TemplateOptions {
  title?: string;
  description?: string;
  tags?: string[];
  type?: string;
  lifecycle?: string;
  owner?: string;
  namespace?: string;
  namespaceFieldTitle?: string;
  namespaceFieldDescription?: string;
  singleSpecPage?: boolean;
  hideNamespace?: boolean;
}

const COMPONENT_PREFIX = 'ske.backstage.component/';
const TEMPLATE_PREFIX = 'ske.backstage.template/';

/** Reads the `ske.backstage.component/*` annotations of a platform object. @public */
export function componentOptionsOf(
  annotations: Record<string, string> | undefined,
): ComponentOptions {
  const read = reader(annotations, COMPONENT_PREFIX);
  return defined({
    name: read('name'),
    title: read('title'),
    description: read('description'),
    tags: list(read('tags')),
    type: read('type'),
    lifecycle: read('lifecycle'),
    owner: read('owner'),
    system: read('system'),
    subcomponentOf: read('subcomponentOf'),
    providesApis: list(read('providesApis')),
    consumesApis: list(read('consumesApis')),
    dependsOn: list(read('dependsOn')),
    summary: read('summary'),
  });
}

/** Reads the `ske.backstage.template/*` annotations of a Promise. @public */
export function templateOptionsOf(
  annotations: Record<string, string> | undefined,
): TemplateOptions {
  const read = reader(annotations, TEMPLATE_PREFIX);
  return defined({
    title: read('title'),
    description: read('description'),
    tags: list(read('tags')),
    type: read('type'),
    lifecycle: read('lifecycle'),
    owner: read('owner'),
  });
}

function reader(
  annotations: Record<string, string> | undefined,
  prefix: string,
) {
  return (key: string) => annotations?.[prefix + key]?.trim() || undefined;
}

function list(value: string | undefined): string[] | undefined {
  return value
    ?.split(',')
    .map(item => item.trim())
    .filter(Boolean);
}

/** Only what is set, so that a later layer does not erase an earlier one. */
function defined<T extends object>(options: T): T {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as T;
}

import { humanise } from '@syntasso/plugin-ske-common';
import type { JsonObject, JsonValue } from '@backstage/types';
import type { Locator } from '@playwright/test';

/**
 * Fills in the fields of a schema as a person would: lists and maps entry by
 * entry, optional objects after adding them.
 *
 * @param scope - the form, or the part of it that has these fields
 * @param schema - of an object, as the CRD has it
 * @param value - what to fill in; fields without a value are left alone
 */
export async function fillObject(
  scope: Locator,
  schema: JsonObject,
  value: JsonObject,
): Promise<void> {
  const properties = (schema.properties ?? {}) as Record<string, JsonObject>;
  for (const [title, name] of alternativesIn(schema, value)) {
    await scope.getByRole('radio', { name: title, exact: true }).check({
      // The label covers the radio button, and takes the click.
      force: true,
    });
    if (!(name in properties)) throw new Error(`There is no field ${name}.`);
  }
  await showAll(scope);
  for (const [name, child] of Object.entries(properties)) {
    if (Object.hasOwn(value, name)) {
      const required = ((schema.required ?? []) as string[]).includes(name);
      await fillField(scope, child, humanise(name), value[name]!, required);
    }
  }
}

/** Draws the optional fields that a long form folds. */
export async function showAll(scope: Locator) {
  const more = scope.getByRole('button', { name: /^Show \d+ more fields?$/ });
  while (await more.first().isVisible()) await more.first().click();
}

/** Fields that a `oneOf` makes one choose between, by their titles. */
function alternativesIn(schema: JsonObject, value: JsonObject) {
  const branches = (schema.oneOf ?? []) as { required?: string[] }[];
  return branches
    .flatMap(({ required = [] }) => required)
    .filter(name => Object.hasOwn(value, name))
    .map(name => [humanise(name), name] as const);
}

async function fillField(
  scope: Locator,
  schema: JsonObject,
  title: string,
  value: JsonValue,
  required: boolean,
): Promise<void> {
  const box = scope.getByRole('textbox', { name: title, exact: true });
  const group = scope.getByRole('group', { name: title, exact: true });
  if (value === null) {
    await box.click();
    await scope.getByRole('button', { name: 'Send null' }).click();
  } else if (schema.format === 'password') {
    await box.fill(String(value));
  } else if (Array.isArray(schema.enum) && schema.enum.length > 4) {
    await scope.getByRole('button', { name: title }).first().click();
    await scope
      .page()
      .getByRole('option', { name: String(value), exact: true })
      .click();
  } else if (Array.isArray(schema.enum)) {
    const choice = scope.getByRole('radiogroup', { name: title, exact: true });
    await choice.getByText(String(value), { exact: true }).click();
  } else if (typeof value === 'boolean') {
    const checkbox = scope
      .page()
      .getByRole('checkbox', { name: title, exact: true });
    const label = scope.locator('label').filter({ has: checkbox });
    if ((await label.getByRole('checkbox').isChecked()) !== value) {
      await label.click();
    }
  } else if (Array.isArray(value)) {
    const items = schema.items as JsonObject;
    for (const [index, item] of value.entries()) {
      await group
        .getByRole('button', { name: `Add item to ${title}`, exact: true })
        .click();
      await fillItem(group, items, `${title} ${index + 1}`, item);
    }
  } else if (schema['x-kubernetes-preserve-unknown-fields'] === true) {
    await box.fill(JSON.stringify(value));
  } else if (typeof value === 'object' && value !== null) {
    const entries = schema.additionalProperties as JsonObject | undefined;
    if (entries) {
      for (const [key, entry] of Object.entries(value)) {
        await group
          .getByRole('button', { name: `Add entry to ${title}`, exact: true })
          .click();
        await group
          .getByRole('textbox', { name: `Key in ${title}`, exact: true })
          .last()
          .fill(key);
        await fillItem(group, entries, `${title} ${key}`, entry!);
      }
    } else {
      if (!required) {
        await scope
          .getByRole('button', { name: `Add ${title}`, exact: true })
          .click();
      }
      await fillObject(group, schema, value);
    }
  } else {
    await box.fill(String(value));
  }
}

/** An item of a list or an entry of a map. */
async function fillItem(
  group: Locator,
  schema: JsonObject,
  title: string,
  value: JsonValue,
) {
  if (schema.properties) {
    const item = group.getByRole('group', { name: title, exact: true });
    await fillObject(item, schema, value as JsonObject);
  } else {
    await fillField(group, schema, title, value, true);
  }
}

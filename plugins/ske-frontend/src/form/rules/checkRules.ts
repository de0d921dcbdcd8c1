import { objectsOf } from '@syntasso/plugin-ske-common';
import type { JsonObject, JsonValue } from '@backstage/types';
import type { CelInput } from '@bufbuild/cel';
import { celValue, type Converted } from './celValue';
import { compileRule, type CompiledRule } from './compileRule';
import { fieldPathKeys } from './fieldPath';
import { isUnchanged, placesIn, rootPlace, type Place } from './places';
import { needsTheWholeResource } from './schemaNode';

/** A rule of the schema that the value does not keep. */
export interface BrokenRule {
  /** From the checked value to the field the rule is about. */
  path: (string | number)[];
  message: string;
  /** The CEL expression. */
  rule: string;
}

/** What could be said about the rules of a schema without asking the server. */
export interface CheckedRules {
  broken: BrokenRule[];
  /** How many times a rule was left to the server. */
  unchecked: number;
}

/** How much work one check may be: steps of loops, and ten for each rule. */
const MOST_STEPS = 100_000;

/**
 * Evaluates the CEL rules (`x-kubernetes-validations`) of a CRD's schema on a
 * value, as the API server will when the value is sent.
 *
 * Law: what is reported as broken is refused by the server too. A rule that
 * cannot be evaluated exactly as there counts as unchecked. Never throws.
 *
 * Source: Kubernetes, CRD validation rules.
 *
 * @param schema - the `openAPIV3Schema`, or the node of it that describes the value
 * @param oldValue - what is stored now; absent when the value is to be created
 */
export function checkRules(
  schema: JsonObject,
  value: JsonValue | undefined,
  oldValue?: JsonValue,
): CheckedRules {
  const check = new Check();
  try {
    const root = rootPlace(schema, value, oldValue);
    if (root) check.place(root);
  } catch {
    // Nested deeper than the call stack allows.
    check.unchecked += 1;
  }
  return { broken: check.broken, unchecked: check.unchecked };
}

type Names = Record<string, CelInput>;

class Check {
  readonly broken: BrokenRule[] = [];
  unchecked = 0;
  private steps = 0;
  private readonly converted = new Map<JsonValue, Converted | Error>();

  place(place: Place) {
    for (const rule of objectsOf(place.schema['x-kubernetes-validations'])) {
      const verdict = this.verdict(rule, place);
      if (verdict === 'unchecked') this.unchecked += 1;
      else if (verdict) this.broken.push(verdict);
    }
    for (const inner of placesIn(place)) this.place(inner);
  }

  /** The broken rule; undefined when it is kept, or the server will not run it. */
  private verdict(
    rule: JsonObject,
    place: Place,
  ): BrokenRule | 'unchecked' | undefined {
    const expression = String(rule.rule ?? '').trim();
    const compiled = compileRule(expression);
    if (!compiled || rule.optionalOldSelf === true) return 'unchecked';
    if (compiled.mentionsOldSelf && place.old === undefined) return undefined;
    if (!place.around && needsTheWholeResource(compiled, place)) {
      return 'unchecked';
    }
    const names = this.names(place);
    if (!names) return 'unchecked';
    const result = this.evaluate(compiled, names, place);
    if (result === true) return undefined;
    const isSpared = !compiled.mentionsOldSelf && isUnchanged(place);
    if (result !== false || isSpared) return 'unchecked';
    return {
      path: [...place.path, ...fieldPathKeys(rule.fieldPath)],
      message: this.message(rule, expression, place, names),
      rule: expression,
    };
  }

  /** What `self` and `oldSelf` are; undefined when that is not known exactly. */
  private names({ schema, value, old }: Place): Names | undefined {
    try {
      const self = celValue(schema, value, this.converted).value;
      return old === undefined
        ? { self }
        : { self, oldSelf: celValue(schema, old, this.converted).value };
    } catch {
      return undefined;
    }
  }

  /** The value of an expression; undefined when it has none, or is too much work. */
  private evaluate(compiled: CompiledRule, names: Names, place: Place) {
    const members = [place.value, place.old]
      .map(value => this.converted.get(value!))
      .map(result => (result && 'members' in result ? result.members : 0))
      .reduce((sum, count) => sum + count, compiled.writtenMembers);
    const letters = compiled.mentions('split')
      ? JSON.stringify([place.value, place.old]).length
      : 0;
    const steps = 10 + (members + letters) ** compiled.loops;
    if (this.steps + steps > MOST_STEPS) return undefined;
    this.steps += steps;
    try {
      return compiled.evaluate(names);
    } catch {
      return undefined;
    }
  }

  private message(
    rule: JsonObject,
    expression: string,
    place: Place,
    names: Names,
  ): string {
    const compiled = compileRule(String(rule.messageExpression ?? ''));
    const evaluated = compiled && this.evaluate(compiled, names, place);
    const evaluatedMessage =
      typeof evaluated === 'string' ? evaluated.trim() : '';
    if (evaluatedMessage && !evaluatedMessage.includes('\n'))
      return evaluatedMessage;
    return typeof rule.message === 'string' && rule.message !== ''
      ? rule.message.trim()
      : `failed rule: ${expression}`;
  }
}

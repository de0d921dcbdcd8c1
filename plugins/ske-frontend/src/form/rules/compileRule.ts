import { celEnv, parse, plan, type CelInput } from '@bufbuild/cel';
import { kubernetesFunctions } from './kubernetesFunctions';

/** A CEL expression, ready to be evaluated. */
export interface CompiledRule {
  mentionsOldSelf: boolean;
  /** Whether the name stands anywhere in it. */
  mentions: (name: string) => boolean;
  /** The work grows with the number of members to the power of this. */
  loops: number;
  /** How many members of lists and maps it brings itself, at most. */
  writtenMembers: number;
  /** An Error when it cannot be evaluated. */
  evaluate: (names: Record<string, CelInput>) => unknown;
}

const MOST_COMPILED = 500;
const LONGEST = 10_000;
const compiled = new Map<string, CompiledRule | undefined>();
const environment = celEnv({ funcs: kubernetesFunctions });

/** Compiles a CEL expression once; undefined when it is not one. */
export function compileRule(expression: string): CompiledRule | undefined {
  if (!compiled.has(expression)) {
    if (compiled.size >= MOST_COMPILED) compiled.clear();
    compiled.set(expression, compile(expression));
  }
  return compiled.get(expression);
}

function compile(expression: string): CompiledRule | undefined {
  if (expression === '' || expression.length > LONGEST) return undefined;
  try {
    const parsed = parse(expression);
    const { names, loops } = structureOf(parsed.expr);
    return {
      mentionsOldSelf: names.has('oldSelf'),
      mentions: name => new RegExp(`\\b${name}\\b`).test(expression),
      loops,
      writtenMembers: expression.split(',').length,
      evaluate: plan(environment, parsed),
    };
  } catch {
    return undefined;
  }
}

interface Structure {
  names: Set<string>;
  loops: number;
}

/** The names an expression uses, and how deep its loops are nested. */
function structureOf(part: unknown): Structure {
  const names = new Set<string>();
  let loops = 0;
  if (typeof part !== 'object' || part === null) return { names, loops };
  for (const [key, inner] of Object.entries(part)) {
    const structure = structureOf(inner);
    structure.names.forEach(name => names.add(name));
    // What is looped over is evaluated once, before the loop.
    const loopsWithin = key === 'iterRange' ? 0 : loopsOf(part);
    loops = Math.max(loops, structure.loops + loopsWithin);
  }
  const { case: kind, value } = part as { case?: unknown; value?: unknown };
  if (kind === 'identExpr') names.add((value as { name: string }).name);
  return { names, loops };
}

/** One for a loop; one more if it makes a list, which is copied at each step. */
function loopsOf(part: object): number {
  if (!('iterRange' in part && 'accuInit' in part)) return 0;
  const start = part.accuInit as { exprKind?: { case?: string } };
  return start.exprKind?.case === 'listExpr' ? 2 : 1;
}

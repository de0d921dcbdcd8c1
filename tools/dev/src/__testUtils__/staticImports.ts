import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { root } from '../root';

/** What is loaded together with some files: all that static imports lead to. */
export interface Loaded {
  /** Length of each source file of ours, by its path in the repository. */
  files: Map<string, number>;
  /** Other packages, each with a file of ours that imports it. */
  packages: Map<string, string>;
}

/** An import or export from another module; without names: all of it. */
interface StaticImport {
  module: string;
  names: string[] | 'all';
}

/** Its index exports everything, and bundlers follow only what is used. */
const COMMON = '@syntasso/plugin-ske-common';
const COMMON_INDEX = 'plugins/ske-common/src/index.ts';

/** It is of the backend only: in development, Node loads all of it. */
const NODE = '@syntasso/plugin-ske-node';
const NODE_INDEX = 'plugins/ske-node/src/index.ts';

/**
 * Follows static imports, as a bundler does for what has to be there before anything runs.
 * Types count for nothing, and `import()` is another download.
 *
 * @param entries - paths in the repository
 */
export function followStaticImports(entries: string[]): Loaded {
  const loaded: Loaded = { files: new Map(), packages: new Map() };
  const visit = (file: string) => {
    if (loaded.files.has(file)) return;
    const source = parse(file);
    loaded.files.set(file, source.text.length);
    for (const { module, names } of staticImports(source)) {
      const target = resolve(file, module);
      if (target) visit(target);
      else if (module === NODE) visit(NODE_INDEX);
      else if (module === COMMON && names !== 'all') {
        names.forEach(name => visit(exporterOf(COMMON_INDEX, name)));
      } else loaded.packages.set(module, file);
    }
  };
  entries.forEach(visit);
  return loaded;
}

const parse = (file: string): ts.SourceFile =>
  ts.createSourceFile(
    file,
    readFileSync(join(root, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );

/** A file of ours that a relative import means. */
function resolve(from: string, module: string): string | undefined {
  if (!module.startsWith('.')) return undefined;
  const base = join(root, dirname(from), module);
  const file = ['.ts', '.tsx', '/index.ts', '/index.tsx']
    .map(end => `${base}${end}`)
    .find(path => existsSync(path));
  if (!file) throw new Error(`${from} imports ${module}, which is not there.`);
  return relative(root, file);
}

function staticImports(source: ts.SourceFile): StaticImport[] {
  return source.statements.flatMap((statement): StaticImport[] => {
    if (ts.isImportDeclaration(statement)) {
      const names = namesOfImport(statement.importClause);
      const module = textOf(statement.moduleSpecifier);
      return names && module ? [{ module, names }] : [];
    }
    if (ts.isExportDeclaration(statement)) {
      const names = namesOfExport(statement);
      const module = textOf(statement.moduleSpecifier);
      return names && module ? [{ module, names }] : [];
    }
    return [];
  });
}

const textOf = (module: ts.Expression | undefined): string | undefined =>
  module && ts.isStringLiteral(module) ? module.text : undefined;

/** Undefined where it is of types only. */
function namesOfImport(
  clause: ts.ImportClause | undefined,
): string[] | 'all' | undefined {
  if (!clause) return 'all';
  if (clause.isTypeOnly) return undefined;
  const { namedBindings, name } = clause;
  if (name || !namedBindings || ts.isNamespaceImport(namedBindings)) {
    return 'all';
  }
  return valueNames(namedBindings.elements);
}

/** See {@link namesOfImport}. */
function namesOfExport({
  isTypeOnly,
  exportClause,
}: ts.ExportDeclaration): string[] | 'all' | undefined {
  if (isTypeOnly) return undefined;
  return exportClause && ts.isNamedExports(exportClause)
    ? valueNames(exportClause.elements)
    : 'all';
}

function valueNames(
  elements: Iterable<ts.ImportSpecifier | ts.ExportSpecifier>,
): string[] | undefined {
  const names = [...elements]
    .filter(element => !element.isTypeOnly)
    .map(({ propertyName, name }) => (propertyName ?? name).text);
  return names.length > 0 ? names : undefined;
}

const exportersByFile = new Map<string, Map<string, string>>();

/** The file behind an index that a name comes from. */
function exporterOf(index: string, name: string): string {
  const exporters = exportersByFile.get(index) ?? findExporters(index);
  exportersByFile.set(index, exporters);
  const file = exporters.get(name);
  if (!file) throw new Error(`${index} does not export ${name}.`);
  return file;
}

/** By name, the files that the exports of a file come from. */
function findExporters(file: string): Map<string, string> {
  const source = parse(file);
  const exporters = new Map<string, string>();
  for (const { module, names } of staticImports(source)) {
    const target = resolve(file, module);
    if (!target) continue;
    const further = findExporters(target);
    for (const [name, from] of further) {
      if (names === 'all' || names.includes(name)) exporters.set(name, from);
    }
  }
  for (const name of ownExports(source)) exporters.set(name, file);
  return exporters;
}

function ownExports(source: ts.SourceFile): string[] {
  return source.statements.flatMap(statement => {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts
        .getModifiers(statement)
        ?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) return [];
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.map(({ name }) =>
        name.getText(source),
      );
    }
    return ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement)
      ? [statement.name?.text ?? 'default']
      : [];
  });
}

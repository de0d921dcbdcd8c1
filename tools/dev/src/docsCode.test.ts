import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { root } from './root';

/** A block of code in a Markdown file. */
interface Block {
  file: string;
  /** Where its first line of code is, counted from 1. */
  line: number;
  language: string;
  code: string;
  /** From the comment before the block. */
  check: { in: 'app' | 'backend'; as?: string } | { in: 'no'; reason?: string };
}

const inFolder = (folder: string) => readdirSync(join(root, folder));

const FILES = [
  'README.md',
  ...inFolder('docs')
    .filter(name => name.endsWith('.md'))
    .map(name => join('docs', name)),
  ...inFolder('docs/install').map(name => join('docs', 'install', name)),
  ...inFolder('plugins').map(name => join('plugins', name, 'README.md')),
];

const BLOCK =
  /(?:^ *<!-- type-check: (?<where>\w+)(?:, (?:as (?<as>\S+)|(?<reason>.+)))? -->\n\s*)?^(?<indent> *)```(?<language>\w+)\n(?<code>[^]*?)^ *```$/gm;

function findBlocks(file: string, text: string): Block[] {
  return [...text.matchAll(BLOCK)].map(match => {
    const {
      where = 'app',
      as,
      reason,
      indent,
      language,
      code,
    } = match.groups ?? {};
    const codeStart = match.index + match[0].lastIndexOf(code);
    return {
      file,
      line: text.slice(0, codeStart).split('\n').length,
      language,
      code: code.replace(new RegExp(`^${indent}`, 'gm'), ''),
      check: checkNamed(`${file}: ${where}`, where, as, reason),
    };
  });
}

function checkNamed(
  at: string,
  where: string,
  as: string | undefined,
  reason: string | undefined,
): Block['check'] {
  if (where === 'no') return { in: 'no', reason };
  if (where === 'app' || where === 'backend') return { in: where, as };
  throw new Error(`${at} is none of app, backend and no`);
}

/** The file that a block would be in an app or backend, in which its imports are found. */
function pathOf({ check, file, language, line }: Block): string {
  const name =
    (check.in !== 'no' && check.as) ||
    `${file.replace(/\W/g, '-')}-${line}.${language}`;
  return join(root, 'packages', check.in, 'src', name);
}

/** Mistakes that TypeScript finds, with file and line in the Markdown. */
function typeCheck(blocks: Block[]): string[] {
  const byPath = new Map(blocks.map(block => [pathOf(block), block]));
  // Each block is a module, also one without imports.
  const texts = new Map<string, string>(
    [...byPath].map(
      ([path, { code }]) => [path, `${code}\nexport {};\n`] as const,
    ),
  );
  const program = createProgram(texts);
  return [...byPath].flatMap(([path, block]) => {
    const source = program.getSourceFile(path);
    if (!source) throw new Error(`${path} is not in the program`);
    return [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ].map(({ start = 0, messageText }) => {
      const line = source.getLineAndCharacterOfPosition(start).line;
      return `${block.file}:${
        block.line + line
      } ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
}

/** A program of files that are in memory only, with the options of the repository. */
function createProgram(texts: Map<string, string>): ts.Program {
  const { options, errors } = ts.parseJsonConfigFileContent(
    {
      extends: './tsconfig.json',
      files: [...texts.keys()],
      include: [],
      // An example may end before what it declares is used.
      compilerOptions: { noUnusedLocals: false },
    },
    ts.sys,
    root,
    undefined,
    join(root, 'tsconfig.docs.json'),
  );
  if (errors.length) {
    throw new Error(
      errors
        .map(error => ts.flattenDiagnosticMessageText(error.messageText, '\n'))
        .join('\n'),
    );
  }
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = path => texts.has(path) || fileExists(path);
  host.readFile = path => texts.get(path) ?? readFile(path);
  return ts.createProgram({ rootNames: [...texts.keys()], options, host });
}

const allBlocks = FILES.flatMap(file =>
  findBlocks(file, readFileSync(join(root, file), 'utf8')),
);
const isTypeScript = ({ language }: Block) => /^tsx?$/.test(language);

describe('code in the docs', () => {
  it('finds each block, and says why one is not checked', () => {
    const count = FILES.map(
      file =>
        readFileSync(join(root, file), 'utf8').split(/^ *```\w+$/m).length - 1,
    ).reduce((sum, each) => sum + each, 0);
    expect(allBlocks).toHaveLength(count);
    const unexplained = allBlocks.filter(
      ({ check }) => check.in === 'no' && !check.reason,
    );
    expect(unexplained).toEqual([]);
  });

  it('gives each block a file of its own', () => {
    const paths = allBlocks.map(pathOf);
    expect(paths).toEqual([...new Set(paths)]);
  });

  it('finds a mistake, and the line that it is on', () => {
    const text = [
      'Like this:',
      '',
      '<!-- type-check: app, as mistake.ts -->',
      '',
      '```ts',
      'const fine = 1;',
      'const wrong: string = fine;',
      '```',
    ].join('\n');
    expect(typeCheck(findBlocks('example.md', text))).toEqual([
      "example.md:7 Type 'number' is not assignable to type 'string'.",
    ]);
  }, 60_000);

  it('type-checks', () => {
    const checked = allBlocks.filter(
      block => isTypeScript(block) && block.check.in !== 'no',
    );
    expect(checked.length).toBeGreaterThan(15);
    expect(typeCheck(checked)).toEqual([]);
  }, 180_000);

  it('is YAML where it says so', () => {
    const yaml = allBlocks.filter(({ language }) => /^ya?ml$/.test(language));
    expect(yaml.length).toBeGreaterThan(20);
    const mistakes = yaml.flatMap(({ file, line, code }) =>
      parseAllDocuments(code).flatMap(({ errors }) =>
        errors.map(
          ({ message, linePos }) =>
            `${file}:${line + (linePos?.[0].line ?? 1) - 1} ${message}`,
        ),
      ),
    );
    expect(mistakes).toEqual([]);
  });
});

/** Checks of the documents. All of them get texts and lists handed in; reading the folder is `scripts/check-docs.ts`. */

/** One thing to mend: where, what stands there, what is allowed. */
export type DocsProblem = { file: string; line: number; what: string; allowed: string }
export type TextFile = { file: string; text: string }

export function formatDocsProblem({ file, line, what, allowed }: DocsProblem): string {
  return `${file}:${line}  ${what}; allowed: ${allowed}`
}

/** Folders that hold the project; a citation that begins with one of them has to exist even if the folder is gone. */
const ROOMS = ['api', 'content', 'db', 'docs', 'scripts', 'site', 'test']
/** A bare name with such an ending is a file of the project; `.json` is not, it may name a document of the snapshot. */
const BARE_FILE = /^[\w.[\]-]+\.(?:ts|mjs|astro|sql|toml|yaml|css)$/

/** `files`: every path of the project, folders without a slash at the end. */
export function findBrokenCitations(documents: readonly TextFile[], files: ReadonlySet<string>): DocsProblem[] {
  const names = new Set([...files].map((path) => path.slice(path.lastIndexOf('/') + 1)))
  const problems: DocsProblem[] = []
  for (const { file, text } of documents) {
    const folder = folderOf(file)
    for (const { line, content } of linesOutsideFences(text)) {
      for (const cited of linksIn(content)) {
        if (exists(cited, [folder], files)) continue
        problems.push({ file, line, what: `link to ${cited}`, allowed: `a path from ${folder || 'the top folder'}` })
      }
      for (const cited of spansIn(content)) {
        if (BARE_FILE.test(cited) && !names.has(cited)) {
          problems.push({ file, line, what: `\`${cited}\``, allowed: 'the name of a file of the project' })
        }
        if (!isPath(cited, folder, files) || exists(cited, ['', folder], files)) continue
        problems.push({ file, line, what: `\`${cited}\``, allowed: 'a path of the project' })
      }
    }
  }
  return problems
}

function linksIn(line: string): string[] {
  return Array.from(line.matchAll(/\]\(([^)\s]+)\)/g), (match) => match[1] ?? '')
    .filter((target) => !/^(?:[a-z]+:|#|\/)/.test(target))
    .map((target) => target.replace(/#.*$/, ''))
}

function spansIn(line: string): string[] {
  return Array.from(line.matchAll(/`([^`]+)`/g), (match) => match[1] ?? '')
}

/** A pattern such as `runtime*.ts` counts as far as its folder. */
function isPath(cited: string, folder: string, files: ReadonlySet<string>): boolean {
  if (!/^[\w.@[\]*-]+(?:\/[\w.@[\]*-]+)*\/?$/.test(cited) || !cited.includes('/')) return false
  const first = cited.split('/', 1)[0] ?? ''
  return first.startsWith('..') || ROOMS.includes(first) || files.has(first) || files.has(joined(folder, first))
}

function exists(cited: string, folders: readonly string[], files: ReadonlySet<string>): boolean {
  const steady = cited.includes('*') ? folderOf(cited.slice(0, cited.indexOf('*'))) : cited.replace(/\/$/, '')
  return folders.some((folder) => {
    const path = joined(folder, steady)
    return path === '' || files.has(path)
  })
}

function joined(folder: string, path: string): string {
  const steps: string[] = []
  for (const step of `${folder}/${path}`.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** `readmes`: documents that have to name every script. */
export function findScriptProblems(
  documents: readonly TextFile[],
  readmes: readonly TextFile[],
  scripts: readonly string[],
): DocsProblem[] {
  const problems: DocsProblem[] = []
  for (const { file, text } of documents) {
    for (const { line, name } of scriptsIn(text)) {
      if (scripts.includes(name)) continue
      problems.push({ file, line, what: `npm script "${name}"`, allowed: scripts.join(', ') })
    }
  }
  for (const { file, text } of readmes) {
    const named = new Set(scriptsIn(text).map(({ name }) => name))
    for (const script of scripts.filter((it) => !named.has(it))) {
      problems.push({ file, line: 1, what: `says nothing of npm script "${script}"`, allowed: 'every script is named' })
    }
  }
  return problems
}

function scriptsIn(text: string): { line: number; name: string }[] {
  return linesOf(text).flatMap(({ line, content }) =>
    Array.from(content.matchAll(/\bnpm (?:run ([a-z][\w:-]*)|(start|test)\b)/g), (match) => ({
      line,
      name: match[1] ?? match[2] ?? '',
    })),
  )
}

/** The command that runs all tests stands alone in one fenced block, so that nobody has to choose. */
export function findTestCommandProblems({ file, text }: TextFile): DocsProblem[] {
  const commands = linesOf(text).filter(({ content }) => content.trim() === 'npm test')
  if (commands.length === 1) return []
  const allowed = 'the line "npm test" in exactly one fenced block'
  return [{ file, line: commands[1]?.line ?? 1, what: `"npm test" on ${commands.length} lines`, allowed }]
}

/** A closed list: each member with the Chinese words it has. */
export type ClosedList = { name: string; members: ReadonlyMap<string, readonly string[]> }

/** Each list has a section whose heading names it, and each member a row there with its words; no row is left over. */
export function findGlossaryProblems({ file, text }: TextFile, lists: readonly ClosedList[]): DocsProblem[] {
  const rows = glossaryRows(text)
  return lists.flatMap(({ name, members }) => {
    const own = rows.filter((row) => row.section === name)
    const problems: DocsProblem[] = []
    for (const [member, words] of members) {
      const row = own.find((it) => it.identifier === member)
      const wanted = `a row "| ${words.join('；')} | \`${member}\` | … |" under ${name}`
      if (!row) problems.push({ file, line: 1, what: `${name} has no row for "${member}"`, allowed: wanted })
      else if (words.some((word) => !row.words.split('；').includes(word)))
        problems.push({ file, line: row.line, what: `"${row.words}" for \`${member}\``, allowed: words.join('；') })
    }
    for (const { line, identifier } of own) {
      if (members.has(identifier)) continue
      problems.push({ file, line, what: `\`${identifier}\` under ${name}`, allowed: [...members.keys()].join(', ') })
    }
    return problems
  })
}

type GlossaryRow = { line: number; section: string; words: string; identifier: string }

function glossaryRows(text: string): GlossaryRow[] {
  const rows: GlossaryRow[] = []
  let section = ''
  for (const { line, content } of linesOf(text)) {
    if (content.startsWith('#')) section = spansIn(content)[0] ?? ''
    const row = /^\|([^|]+)\| *`([^`|]+)` *\|/.exec(content)
    if (row?.[1] && row[2]) rows.push({ line, section, words: row[1].trim(), identifier: row[2] })
  }
  return rows
}

const DECISION_SECTIONS = ['## Context', '## Decision', '## Consequences']
const DECISION_HEAD = [/^- Date: \d{4}-\d{2}-\d{2}$/m, /^- Status: (?:proposed|accepted|superseded by \d{4})$/m]

/** Numbers are unique and without a gap; each decision has its parts. */
export function findDecisionProblems(decisions: readonly TextFile[]): DocsProblem[] {
  const problems: DocsProblem[] = []
  const ordered = [...decisions].sort((a, b) => (a.file < b.file ? -1 : 1))
  for (const [index, { file, text }] of ordered.entries()) {
    const number = /(\d{4})-[a-z0-9-]+\.md$/.exec(file)?.[1]
    const expected = String(index + 1).padStart(4, '0')
    if (number !== expected) problems.push({ file, line: 1, what: `number ${number ?? 'missing'}`, allowed: expected })
    if (number && !text.startsWith(`# ${number} `))
      problems.push({ file, line: 1, what: 'the title has another number', allowed: `# ${number} …` })
    for (const part of DECISION_HEAD)
      if (!part.test(text)) problems.push({ file, line: 1, what: 'the head is not complete', allowed: part.source })
    for (const section of DECISION_SECTIONS)
      if (!text.includes(`\n${section}\n`))
        problems.push({ file, line: 1, what: `no section "${section}"`, allowed: DECISION_SECTIONS.join(', ') })
  }
  return problems
}

/** The table of dependencies and `package.json` name the same packages. */
export function findDependencyProblems({ file, text }: TextFile, packages: readonly string[]): DocsProblem[] {
  const rows = linesOf(text).flatMap(({ line, content }) => {
    const name = /^\| *`([^`]+)` *\| *[^|\s]/.exec(content)?.[1]
    return name === undefined ? [] : [{ line, name }]
  })
  const named = new Set(rows.map(({ name }) => name))
  return [
    ...packages
      .filter((name) => !named.has(name))
      .map((name) => ({ file, line: 1, what: `no reason for ${name}`, allowed: `a row "| \`${name}\` | … |"` })),
    ...rows
      .filter(({ name }) => !packages.includes(name))
      .map(({ line, name }) => ({ file, line, what: `\`${name}\``, allowed: 'a package of package.json' })),
  ]
}

/** Put together from parts, so that this file does not hold what it looks for. */
const MAKERS = [
  ['Clau', 'de'],
  ['Anthro', 'pic'],
  ['ChatG', 'PT'],
  ['Copi', 'lot'],
]
const FORBIDDEN: readonly { pattern: RegExp; allowed: string }[] = [
  {
    pattern: new RegExp(`(?<![\\w.:/-])/(?:${['work', 'home', 'root', 'Users'].join('|')})/[\\w.]`),
    allowed: 'paths from the top folder of the project',
  },
  { pattern: new RegExp(['registry', 'npmjs'].join('\\.')), allowed: 'the name of the package without a host' },
  {
    pattern: new RegExp(`\\b(?:${MAKERS.map((halves) => halves.join('')).join('|')})\\b`, 'i'),
    allowed: 'what holds, not what it was written with',
  },
  {
    pattern: new RegExp(`\\b(?:sub-?${'agent'}s?|helper ${'agent'}s?|(?:AI|language) ${'model'}s?)\\b`, 'i'),
    allowed: 'what holds, not what it was written with',
  },
  {
    pattern: new RegExp(`\\b(?:this|previous|earlier|next|last|another) ${'session'}s?\\b`, 'i'),
    allowed: 'what holds, not when it was written',
  },
]
const NEIGHBOUR = ['..', 'shared'].join('/')

/** Every text of the project: no machine's paths, no registry, no talk of how it was made. */
export function findForbiddenWords(texts: readonly TextFile[]): DocsProblem[] {
  return texts.flatMap(({ file, text }) =>
    linesOf(text).flatMap(({ line, content }) => {
      const problems = FORBIDDEN.flatMap(({ pattern, allowed }) => {
        const found = pattern.exec(content)?.[0]
        return found === undefined ? [] : [{ file, line, what: `"${found}"`, allowed }]
      })
      if (content.includes(NEIGHBOUR) && !text.includes('GONGXIN_DATA'))
        problems.push({ file, line, what: `"${NEIGHBOUR}"`, allowed: 'only beside GONGXIN_DATA, as optional' })
      return problems
    }),
  )
}

function linesOf(text: string): { line: number; content: string }[] {
  return text.split('\n').map((content, index) => ({ line: index + 1, content }))
}

/** Samples and commands stand in fences; they may name files that are not there. */
function linesOutsideFences(text: string): { line: number; content: string }[] {
  let isFenced = false
  return linesOf(text).filter(({ content }) => {
    if (!content.trimStart().startsWith('```')) return !isFenced
    isFenced = !isFenced
    return false
  })
}

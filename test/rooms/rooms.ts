import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'

/**
 * Who may import whom, as a pure checker: a file's path and text in, one teaching sentence a finding out.
 * The table is design.md §2; the tests beside this file run it over the repository and over bad samples.
 */
export type SourceFile = { path: string; text: string }

type Room = {
  name: string
  holds: (path: string) => boolean
  /** Rooms it may import, by prefix of the path. */
  mayUse: readonly string[]
  /** Files of which it may take types, and nothing that runs. */
  typesOf: readonly string[]
  packages: RegExp
  /** Packages that only some of its files may use. */
  packagesOf?: (path: string) => RegExp | undefined
  /** It loads what was built, by an address that it computes. */
  loadsBuilt?: true
  /** Why not, and what to do instead. */
  lesson: string
}

const within = (folder: string) => (path: string) => path.startsWith(`${folder}/`)
const NOTHING = /^$/
const ANYTHING = /^/
const PORTS = 'api/usecase/ports.ts'
const SEARCH_PORTS = 'api/usecase/search-ports.ts'
const CASE_PORTS = 'api/usecase/case-ports.ts'
const STAFF_PORTS = 'api/usecase/staff-ports.ts'
const MESSAGE_PORTS = 'api/usecase/message-ports.ts'
const ALARM_PORTS = 'api/usecase/alarm-ports.ts'
const FLAW_PORTS = 'api/usecase/flaw-ports.ts'
const CHANGE_PORTS = 'api/usecase/change-ports.ts'
const UPWARD_PORTS = 'api/usecase/upward-ports.ts'
const IMPORT_PORTS = 'api/usecase/import-desk-ports.ts'
const WORK_PORTS = 'api/usecase/work-ports.ts'
const PRIVATE_TABLES = 'db/schema/private.ts'

/** Files of the site that put the machine together; pages reach them only through `#runtime`. */
const COMPOSITION =
  /^site\/(astro\.config|src\/(fetch|finish|guard|methods|runtime|runtime\.node|runtime\.edge|build-facts|desk-facts|desk-parts|upward-parts|intake-facts|form-limits))\.ts$/

const ROOMS: readonly Room[] = [
  {
    name: 'api/domain',
    holds: within('api/domain'),
    mayUse: ['api/domain/'],
    typesOf: [],
    packages: NOTHING,
    lesson: 'a rule knows no package, network, database or clock, so take what you need as an argument',
  },
  {
    name: 'api/contract',
    holds: within('api/contract'),
    mayUse: ['api/contract/', 'api/domain/'],
    typesOf: [],
    packages: /^(zod|@hono\/zod-openapi)$/,
    lesson: 'the wire format is read by browsers and documents, so put rules into api/domain and work into api/usecase',
  },
  {
    name: 'api/usecase',
    holds: within('api/usecase'),
    mayUse: ['api/usecase/', 'api/domain/'],
    typesOf: [],
    packages: NOTHING,
    lesson: `a verb knows the world only through its ports, so add a duty to ${PORTS} and fulfil it in db or api/adapters`,
  },
  {
    name: 'api/http',
    holds: (path) => path.startsWith('api/http/') || path === 'api/app.ts' || path === 'api/desk-app.ts',
    mayUse: ['api/http/', 'api/app.ts', 'api/contract/', 'api/usecase/', 'api/domain/'],
    typesOf: [],
    packages: /^(hono($|\/)|@hono\/zod-openapi$)/,
    lesson: 'transport parses, calls a verb and maps its answer, so let a verb in api/usecase do the work',
  },
  {
    name: 'api/adapters',
    holds: within('api/adapters'),
    mayUse: ['api/adapters/', 'api/domain/'],
    typesOf: [
      PORTS,
      SEARCH_PORTS,
      CASE_PORTS,
      STAFF_PORTS,
      MESSAGE_PORTS,
      ALARM_PORTS,
      UPWARD_PORTS,
      FLAW_PORTS,
      IMPORT_PORTS,
    ],
    packages:
      /^(node:|(age-encryption|altcha-lib|aws4fetch|better-auth|csv-parse|htmlparser2|hucre|nodemailer|pinyin-pro|yauzl)($|\/))/,
    lesson: `an adapter does one port's duty with its own library, so take only types from ${PORTS} and join things in site/src/runtime.* or scripts/`,
  },
  {
    name: 'db',
    holds: within('db'),
    mayUse: ['db/', 'api/domain/'],
    typesOf: [
      PORTS,
      SEARCH_PORTS,
      CASE_PORTS,
      STAFF_PORTS,
      CHANGE_PORTS,
      MESSAGE_PORTS,
      ALARM_PORTS,
      UPWARD_PORTS,
      FLAW_PORTS,
      IMPORT_PORTS,
      WORK_PORTS,
    ],
    packages: /^(drizzle-orm|@libsql\/client)($|\/)|^better-auth\/adapters\/drizzle$/,
    packagesOf: (path) => (path === 'db/migrate.ts' ? /^node:(crypto|fs|path)($|\/)/ : undefined),
    lesson: `db turns the ports into SQL and does nothing else, so keep rules in api/domain and take only types from ${PORTS}`,
  },
  {
    name: 'content/schema',
    holds: within('content/schema'),
    mayUse: ['content/schema/', 'api/domain/'],
    typesOf: [],
    packages: /^(zod|yaml)$/,
    lesson:
      'a schema says what editors may write and runs in every build, so move whatever reads files into scripts/lib',
  },
  {
    name: 'site (composition)',
    holds: (path) => COMPOSITION.test(path),
    mayUse: ['site/', 'content/schema/', 'api/', 'db/'],
    typesOf: [],
    packages: /^(node:|cloudflare:workers$|astro($|[:/])|@astrojs\/|hono($|\/)|@hono\/node-server($|\/))/,
    lesson: 'it only joins the finished parts for one machine, so let db or api/adapters hold the library',
  },
  {
    name: 'site/src/enhance',
    holds: within('site/src/enhance'),
    mayUse: ['site/src/enhance/', 'api/domain/'],
    typesOf: [],
    packages: /^(age-encryption$|altcha-lib($|\/))/,
    loadsBuilt: true,
    lesson: 'it runs in the browser of a reader, so take what the page knows as an argument',
  },
  {
    name: 'site',
    holds: within('site'),
    mayUse: ['site/', 'content/schema/', 'api/contract/', 'api/domain/'],
    typesOf: [],
    packages: /^(astro($|[:/])|uqr$)/,
    lesson: 'a page shows what the API answers, so ask Astro.locals.api and teach the verb there what is missing',
  },
  {
    name: 'scripts',
    holds: within('scripts'),
    mayUse: ['scripts/', 'site/', 'content/', 'api/', 'db/'],
    typesOf: [],
    packages: /^(?!drizzle-orm|@libsql\/|libsql($|\/))/,
    packagesOf: (path) => (path.startsWith('scripts/hrana') ? /^libsql($|\/)/ : undefined),
    loadsBuilt: true,
    lesson:
      'a command joins finished parts and only db/ speaks SQL, so move what is shared with tests into scripts/lib and queries into db/',
  },
  { name: 'test', holds: within('test'), mayUse: [''], typesOf: [], packages: ANYTHING, loadsBuilt: true, lesson: '' },
]

const MAY_READ_ENVIRONMENT = /^(site\/src\/runtime(\.\w+)?\.ts|site\/astro\.config\.ts|scripts\/.*|test\/.*)$/
const MAY_USE_PRIVATE = /^(db\/(import|change)-[a-z]+\.ts|test\/.*)$/
const EXTENSIONS = /\.(?:ts|mts|tsx|js|mjs|astro)$/
const ROOM_FOLDERS = ['api', 'content', 'db', 'scripts', 'site', 'test']

/** Every source file of the repository in one of the rooms' folders; what tools generate is left out. */
export function sourceFiles(root: string): SourceFile[] {
  return ROOM_FOLDERS.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && EXTENSIONS.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, path: relative(root, file).split(sep).join('/') }))
    .filter(({ path }) => !/(^|\/)(node_modules|dist|\.[^/]+)\//.test(path))
    .map(({ file, path }) => ({ path, text: readFileSync(file, 'utf8') }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

export type Aliases = Record<string, string | Record<string, string>>
export type Import = { spec: string | null; typeOnly: boolean }

/** All that is wrong with a file's imports, one sentence each. */
export function roomFindings(file: SourceFile, aliases: Aliases): string[] {
  const room = ROOMS.find(({ holds }) => holds(file.path))
  if (!room) {
    return [`${file.path} lies in no room of design.md §2, so nobody knows who may use it; move it into one of them.`]
  }
  const findings = importsOf(file).flatMap((found) => importFindings(file, room, found, aliases))
  const { path } = file
  if (
    !MAY_READ_ENVIRONMENT.test(path) &&
    /\bprocess\s*(\.|\?\.|\[\s*)\s*['"]?env\b|\bimport\.meta\.env\b/.test(codeOf(file, 'strings'))
  ) {
    findings.push(
      `${path} reads the environment, which only site/src/runtime.*, site/astro.config.ts and scripts/ may; take the value as an argument instead.`,
    )
  }
  if (
    !MAY_USE_PRIVATE.test(path) &&
    path !== PRIVATE_TABLES &&
    /\b(version|row|change)_private\b/.test(codeOf(file, 'strings'))
  ) {
    findings.push(
      `${path} names a table of ${PRIVATE_TABLES}, which holds what no decision may publish; only db/import-store.ts may, or db/change-store.ts, so read the open tables instead.`,
    )
  }
  return findings
}

function importFindings({ path }: SourceFile, room: Room, { spec, typeOnly }: Import, aliases: Aliases): string[] {
  const refuse = (what: string) => [`${path} imports ${what}, which ${room.name} may not: ${room.lesson}.`]
  if (spec === null) {
    if (room.loadsBuilt) return []
    return [`${path} imports a name that is computed, which nobody can check; write the name out as plain text.`]
  }
  if (/^(node:)?process$/.test(spec) && !MAY_READ_ENVIRONMENT.test(path)) {
    return [`${path} imports '${spec}', which holds the environment; take the value as an argument instead.`]
  }
  const targets = targetsOf(path, spec, aliases)
  if (targets === 'unknown-alias') {
    return [`${path} imports '${spec}', which is no alias of package.json; use one that is there or a relative path.`]
  }
  if (targets === 'package') {
    const special = room.packagesOf?.(path)
    return room.packages.test(spec) || special?.test(spec) ? [] : refuse(`the package '${spec}'`)
  }
  return targets.flatMap((target) => {
    if (target.startsWith('test/') && room.name !== 'test') {
      return [`${path} imports '${spec}' from test/, which nobody may; move what both need out of test/ instead.`]
    }
    if (target === PRIVATE_TABLES && !MAY_USE_PRIVATE.test(path)) {
      return [
        `${path} imports '${spec}', the tables of what no decision may publish; only db/import-store.ts may, or db/change-store.ts, so read the open tables instead.`,
      ]
    }
    if (COMPOSITION.test(target) && room.name === 'site' && spec !== '#runtime' && !typeOnly) {
      return [`${path} imports '${spec}', which puts one machine together; import '#runtime' instead.`]
    }
    if (path === 'site/astro.config.ts' && target === 'scripts/lib/content.ts') return []
    if (room.mayUse.some((prefix) => target.startsWith(prefix))) return []
    if (!room.typesOf.includes(target)) return refuse(`'${spec}'`)
    return typeOnly ? [] : refuse(`'${spec}' as more than a type`)
  })
}

/** Paths from the root that a specifier may mean; several where an alias depends on the machine. */
function targetsOf(from: string, spec: string, aliases: Aliases): string[] | 'package' | 'unknown-alias' {
  if (spec.startsWith('.')) return [posix.join(posix.dirname(from), spec)]
  if (spec.startsWith('/')) return [spec.slice(1)]
  if (!spec.startsWith('#')) return 'package'
  for (const [alias, target] of Object.entries(aliases)) {
    const [head = '', tail] = alias.split('*')
    const matches = tail === undefined ? spec === alias : spec.startsWith(head) && spec.endsWith(tail)
    if (!matches) continue
    const star = tail === undefined ? '' : spec.slice(head.length, spec.length - tail.length)
    const patterns = typeof target === 'string' ? [target] : Object.values(target)
    return patterns.map((pattern) => posix.normalize(pattern.replaceAll('*', star)))
  }
  return 'unknown-alias'
}

const STATIC = /(?<![\w$.])(import|export)\b(?!\s*[.(])([^'";()=:]*?)(['"])( *)\3/dg
const DYNAMIC = /(?<![\w$.])(?:import|require)\s*\(\s*(?:(['"`])([^'"`\n]*)\1)?/dg
const GLOB = /\bimport\.meta\.glob\s*(?:<[^>]*>)?\s*\(\s*\[?\s*(?:(['"`])([^'"`\n]*)\1)?/dg
const SCRIPT_SOURCE = /<script\b[^>]*\bsrc\s*=\s*(['"])([^'"]+)\1/g

/** Every specifier in import, export … from, import(), require() and import.meta.glob; null where it is computed. */
export function importsOf(file: SourceFile): Import[] {
  // Looked for where strings are blank, so that words inside a string are no import; then read at the same place.
  const blank = codeOf(file, 'nothing')
  const code = codeOf(file, 'strings')
  const read = (place: readonly [number, number] | undefined) =>
    place === undefined ? null : plain(code.slice(place[0], place[1]))
  const found: Import[] = []
  for (const { 1: keyword, 2: clause = '', indices } of blank.matchAll(STATIC)) {
    const names = clause.replace(/\bfrom\s*$/, '')
    if (names !== clause || (keyword === 'import' && clause.trim() === '')) {
      found.push({ spec: read(indices?.[4]), typeOnly: isTypeClause(names) })
    }
  }
  for (const { 0: whole, index, indices } of blank.matchAll(DYNAMIC)) {
    const after = blank.slice(index + whole.length)
    found.push({ spec: read(indices?.[2]), typeOnly: /^\s*\)\s*\.\s*[A-Z]/.test(after) })
  }
  for (const { indices } of blank.matchAll(GLOB)) found.push({ spec: read(indices?.[2]), typeOnly: false })
  if (file.path.endsWith('.astro')) {
    for (const match of file.text.matchAll(SCRIPT_SOURCE)) {
      if (match[2]?.startsWith('.')) found.push({ spec: match[2], typeOnly: false })
    }
  }
  return found
}

function plain(spec: string): string | null {
  return /\$\{/.test(spec) ? null : spec
}

/** `type { … }`, `type X`, `type * as X`, or braces in which every name is marked as a type. */
function isTypeClause(clause: string): boolean {
  if (/^\s*type\s+(?!from\b|,)/.test(clause)) return true
  const names = /^\s*\{([^}]*)\}\s*$/.exec(clause)?.[1]
  const list = names?.split(',').filter((name) => name.trim() !== '') ?? []
  return list.length > 0 && list.every((name) => /^\s*type\s/.test(name))
}

const HIDDEN: readonly (readonly [RegExp, string])[] = [
  [/\bDate\s*\.\s*now\b/g, 'the clock'],
  [/\bnew\s+Date\b(?!\s*\(\s*[^)\s])/g, 'the clock'],
  [/(?<!new\s+)(?<![\w$.])Date\s*\(/g, 'the clock'],
  [/\bperformance\b\s*[.?[]/g, 'the clock'],
  [/\bset(?:Timeout|Interval)\s*\(/g, 'the clock'],
  [/\.\s*(?:get|set)(?:FullYear|Month|Date|Day|Hours|Minutes|TimezoneOffset)\s*\(/g, 'the time zone of the machine'],
  [/\.\s*toLocale\w*\s*\(/g, 'the language of the machine'],
  [/\bMath\s*\.\s*random\b/g, 'chance'],
  [/(?<![\w$.])crypto\s*[.?[]/g, 'chance'],
  [/(?<![\w$.])fetch\s*\(/g, 'the network'],
  [/(?<![\w$.])process\s*[.?[]/g, 'the process'],
  [/(?<![\w$.])console\s*[.?[]/g, 'the console'],
  [/\bglobalThis\b/g, 'the whole world'],
]

/** What a rule would know without being told, one sentence each. */
export function hiddenInputs(file: SourceFile): string[] {
  const code = codeOf(file, 'nothing')
  return HIDDEN.flatMap(([pattern, what]) =>
    Array.from(code.matchAll(pattern), (match) => {
      const line = code.slice(0, match.index).split('\n').length
      return `${file.path}:${line} asks ${what} with \`${match[0].trim()}\`, but a rule must answer the same for the same arguments; take it as an argument instead.`
    }),
  )
}

/** The scripting parts of a file without comments, of the same length; without the insides of strings, too, on demand. */
export function codeOf(file: SourceFile, keep: 'strings' | 'nothing'): string {
  return blankOut(file.path.endsWith('.astro') ? astroScripts(file.text) : file.text, keep === 'strings')
}

/** The front matter, `<script>` bodies and `{…}` expressions of an Astro page; markup around them becomes blanks. */
function astroScripts(text: string): string {
  const front = /^\s*---\r?\n([\s\S]*?)\r?\n---/.exec(text)
  const start = front ? front[0].length : 0
  const markup = text.slice(start)
  const scripts = Array.from(markup.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g), (match) => match[1] ?? '')
  const expressions = markup.match(/(?:import\s*\(|import\.meta\.|process\b)[^\n]*/g) ?? []
  return [front?.[1] ?? '', ...scripts, ...expressions].join('\n;\n')
}

/** One pass over the text that knows comments, the three kinds of strings, nested templates and regular expressions. */
function blankOut(text: string, keepStrings: boolean): string {
  let out = ''
  let at = 0
  /** Depth of braces inside each open template substitution. */
  const templates: number[] = []
  const blank = (end: number) => {
    out += text.slice(at, end).replace(/[^\n]/g, ' ')
    at = end
  }
  const copy = (end: number) => {
    out += text.slice(at, end)
    at = end
  }
  const string = (end: number) => {
    if (keepStrings) copy(end)
    else {
      copy(at + 1)
      blank(Math.max(at, end - 1))
      copy(end)
    }
  }
  const template = () => {
    const part = /^(?:\\[\s\S]|(?!\$\{)[^`\\])*(`|\$\{)?/.exec(text.slice(at))?.[0] ?? ''
    const end = at + part.length
    if (keepStrings) copy(end)
    else {
      blank(Math.max(at, end - (part.endsWith('`') ? 1 : 2)))
      copy(end)
    }
    if (part.endsWith('${')) templates.push(0)
  }
  while (at < text.length) {
    const rest = text.slice(at, at + 2)
    const letter = rest.charAt(0)
    if (rest === '//') blank(endOf(text, at, /\n|$/g, 0))
    else if (rest === '/*') blank(endOf(text, at + 2, /\*\/|$/g, 2))
    else if (letter === "'" || letter === '"') {
      string(at + (/^(['"])(?:\\[\s\S]|(?!\1)[^\\\n])*\1?/.exec(text.slice(at))?.[0].length ?? 1))
    } else if (letter === '`') {
      copy(at + 1)
      template()
    } else if (letter === '/' && mayBeginRegExp(out)) {
      string(at + (/^\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/\w*/.exec(text.slice(at))?.[0].length ?? 1))
    } else if (letter === '}' && templates.at(-1) === 0) {
      templates.pop()
      copy(at + 1)
      template()
    } else {
      const depth = templates.length - 1
      if (letter === '{' && depth >= 0) templates[depth] = (templates[depth] ?? 0) + 1
      if (letter === '}' && depth >= 0) templates[depth] = (templates[depth] ?? 0) - 1
      copy(at + 1)
    }
  }
  return out
}

function endOf(text: string, from: number, stop: RegExp, length: number): number {
  stop.lastIndex = from
  const match = stop.exec(text)
  return match ? match.index + (match[0] === '' ? 0 : length) : text.length
}

/** A stroke divides after a value; after an operator, an opening bracket or a keyword it begins a regular expression. */
function mayBeginRegExp(before: string): boolean {
  const tail = before.slice(-40).trimEnd()
  return tail === '' || /(?:[=(,:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else|void|delete))$/.test(tail)
}

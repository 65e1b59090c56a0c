import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hiddenInputs, sourceFiles } from './rooms.ts'

const rules = sourceFiles(join(import.meta.dirname, '../..')).filter(({ path }) => path.startsWith('api/domain/'))

function found(text: string): string[] {
  return hiddenInputs({ path: 'api/domain/a.ts', text })
}

describe('a rule knows only what it is told', () => {
  test.each(rules)('$path asks nothing of the clock, chance, network or process', (file) => {
    expect(hiddenInputs(file).join('\n')).toBe('')
  })

  test('there are rules to look at', () => {
    expect(rules.length).toBeGreaterThan(20)
  })
})

describe('what the checker refuses', () => {
  test.each([
    ['Date.now()', 'the clock'],
    ['const now = Date.now', 'the clock'],
    ['new Date()', 'the clock'],
    ['new Date( )', 'the clock'],
    ['new Date', 'the clock'],
    ['Date()', 'the clock'],
    ['performance.now()', 'the clock'],
    ['setTimeout(a, 1)', 'the clock'],
    ['new Date(a).getFullYear()', 'the time zone of the machine'],
    ['date.getTimezoneOffset()', 'the time zone of the machine'],
    ['date.toLocaleDateString()', 'the language of the machine'],
    ['Math.random()', 'chance'],
    ['crypto.randomUUID()', 'chance'],
    ["crypto['subtle']", 'chance'],
    ["await fetch('x')", 'the network'],
    ['process.env.PLACE', 'the process'],
    ["process['env']", 'the process'],
    ['console.log(a)', 'the console'],
    ['console?.log(a)', 'the console'],
    ['globalThis.crypto', 'the whole world'],
    [`\`\${Date.now()}\``, 'the clock'],
    [`\`a \${{ a: \`\${Math.random()}\` }.a} b\``, 'chance'],
  ])('%s asks %s', (code, what) => {
    const [finding = ''] = found(`// a rule\nexport const a = () => ${code}\n`)

    expect(finding).toContain('api/domain/a.ts:2')
    expect(finding).toContain(`asks ${what} with`)
    expect(finding).toMatch(/^[^\n]+ take it as an argument instead\.$/)
  })
})

describe('what the checker allows', () => {
  test.each([
    'new Date(Date.UTC(2026, 0, 1)).getUTCDate()',
    'new Date(ms).toISOString()',
    '// new Date() would be hidden',
    '/** Date.now() and Math.random() are not for us. */',
    "'process.env and fetch(…)'",
    `\`console.log(\${a})\``,
    'facts.process.length',
    'reader.fetch(a)',
    'const processed = a',
    '/Date.now()/.test(a)',
    'type A = { process: string }',
  ])('%s', (code) => {
    expect(found(code)).toEqual([])
  })
})

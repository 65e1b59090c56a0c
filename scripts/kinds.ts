import { writeFile } from 'node:fs/promises'
import { formatProblems } from '#content/schema/problem'
import { COMPILED, compileKinds, kindsModule, readKinds } from './lib/kinds.ts'
import { progress, stop } from './lib/report.ts'

/** Compiles content/kinds into the tables that the code reads; `npm run kinds` has them formatted afterwards. */
const { kinds, problems } = await readKinds()
if (problems.length > 0) stop(formatProblems(problems))
await writeFile(COMPILED, kindsModule(compileKinds(kinds)))
progress(
  `记录类别：${Object.values(kinds)
    .map(({ label }) => label)
    .join('、')}`,
)

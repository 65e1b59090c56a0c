import { parseArgs } from 'node:util'
import { stop } from './lib/report.ts'
import { soakSubmissions } from './submit-load/soak.ts'

const USAGE = `Usage: npm run soak -- submit [--kills 500] [--clients 8]
         kills the server with SIGKILL at random moments under load; every receipt that was given must be found
         afterwards, exactly once, with the same code`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kills: { type: 'string', default: '500' }, clients: { type: 'string', default: '8' } },
})
const [kills, clients] = [Number(values.kills), Number(values.clients)]
if (positionals.join() !== 'submit' || !(kills > 0) || !(clients > 0)) stop(USAGE, 2)

const { acknowledged, cases, repeated, supplements, trouble } = await soakSubmissions({ kills, clients })
process.stdout.write(
  `killed ${kills} times: ${acknowledged} receipts given, ${cases} cases stored, ${repeated} posts repeated after a kill, ${supplements} supplements\n`,
)
for (const line of trouble) process.stdout.write(`${line}\n`)
process.exitCode = trouble.length === 0 ? 0 : 1

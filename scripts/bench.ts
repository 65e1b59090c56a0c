import { parseArgs } from 'node:util'
import { benchDesk } from './bench/desk.ts'
import { benchEdge } from './bench/edge.ts'
import { benchFaults } from './bench/faults.ts'
import { benchImport } from './bench/import.ts'
import { benchIntakeBounds } from './bench/intake-bounds.ts'
import { benchPublish } from './bench/publish.ts'
import { benchRemoval } from './bench/removal.ts'
import { benchScale } from './bench/scale.ts'
import { benchSearch } from './bench/search.ts'
import { benchSearchServer } from './bench/search-server.ts'
import { benchServe } from './bench/serve.ts'
import { benchSubmit } from './bench/submit.ts'
import { stop } from './lib/report.ts'

const USAGE = `Usage: npm run bench -- import [--rows 100000] [--rounds 3] [--xlsx]
         --rows         rows of the file
         --rounds       how often each case runs; cases take turns, and ratios are within a round
         --xlsx         the file is an xlsx instead of a csv
       npm run bench -- search [--pages 10000,30000] [--rounds 7] [--slow-rounds 7] [--shards 100000,1000000]
         --pages        sizes of the corpus that is indexed and asked
         --with-100k    100000 pages too; Pagefind needs about 20 GB of memory for them
         --rounds       fresh browser contexts for each time; --slow-rounds: on the slow line
         --shards       sizes of which only the exact shards are weighed
       npm run bench -- search-server [--records 100000,1000000] [--keep FOLDER]
         --records      sizes of the corpus that the server answers from
         --keep         a folder where the data stay and are found again
       npm run bench -- submit [--submissions 10000] [--clients 50] [--rounds 3]
         --submissions  sent in each case and round; --clients: each with an address of its own
       npm run bench -- removal [--records 10000] [--rounds 9]
         --records      penalties of the county; --rounds: removals, the three ways in turn
       npm run bench -- desk [--cases 1000] [--rounds 20]
         --cases        in each of the thirteen states; --rounds: how often each list is read
       npm run bench -- scale [--records 10000,100000,1000000] [--reads 10000]
         --records      sizes of the county; --reads: pages, look-ups and searches, so many of each
       npm run bench -- publish [--records 100000] [--changes 1,100,10000]
         --changes      records that are corrected at once, a run each; needs hugo
       npm run bench -- serve [--records 10000] [--rounds 3] [--seconds 5]
         --records      sizes of the county; --seconds: of load for each case, connections and round; needs wrk
       npm run bench -- edge [--records 2000] [--requests 500] [--rounds 5]
         --records      of the county; --requests: of each kind in a round
       npm run bench -- faults [--seconds 10]
         --seconds      that the database is in each of its states`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string', default: '100000' },
    rounds: { type: 'string' },
    'slow-rounds': { type: 'string', default: '7' },
    xlsx: { type: 'boolean', default: false },
    pages: { type: 'string', default: '10000,30000' },
    'with-100k': { type: 'boolean', default: false },
    shards: { type: 'string', default: '100000,1000000' },
    records: { type: 'string' },
    keep: { type: 'string' },
    submissions: { type: 'string', default: '10000' },
    clients: { type: 'string', default: '50' },
    cases: { type: 'string', default: '1000' },
    reads: { type: 'string', default: '10000' },
    seconds: { type: 'string' },
    changes: { type: 'string', default: '1,100,10000' },
    requests: { type: 'string', default: '500' },
  },
})

const [name, ...others] = positionals
if (others.length > 0) stop(USAGE, 2)
if (name === 'import') {
  await benchImport({ rows: whole(values.rows), rounds: whole(values.rounds ?? '3'), isXlsx: values.xlsx })
} else if (name === 'search') {
  await benchSearch({
    pages: [...wholes(values.pages), ...(values['with-100k'] ? [100_000] : [])],
    shards: wholes(values.shards),
    rounds: whole(values.rounds ?? '7'),
    slowRounds: whole(values['slow-rounds']),
  })
} else if (name === 'search-server') {
  for (const records of wholes(values.records ?? '100000,1000000'))
    await benchSearchServer({ records, folder: values.keep ?? null })
} else if (name === 'submit') {
  const { submissions, clients, rounds = '3' } = values
  await benchSubmit({ count: whole(submissions), clients: whole(clients), rounds: whole(rounds) })
  await benchIntakeBounds()
} else if (name === 'removal') {
  await benchRemoval({ records: whole(values.records ?? '10000'), rounds: whole(values.rounds ?? '9') })
} else if (name === 'desk') {
  await benchDesk({ perState: whole(values.cases), rounds: whole(values.rounds ?? '20') })
} else if (name === 'scale') {
  await benchScale({ sizes: wholes(values.records ?? '10000,100000,1000000'), reads: whole(values.reads) })
} else if (name === 'publish') {
  await benchPublish({ records: whole(values.records ?? '100000'), changes: wholes(values.changes) })
} else if (name === 'serve') {
  const { records = '10000', rounds = '3', seconds = '5' } = values
  await benchServe({ records: whole(records), rounds: whole(rounds), seconds: whole(seconds) })
} else if (name === 'edge') {
  const { records = '2000', requests, rounds = '5' } = values
  await benchEdge({ records: whole(records), requests: whole(requests), rounds: whole(rounds) })
} else if (name === 'faults') {
  await benchFaults({ phaseMs: whole(values.seconds ?? '10') * 1000 })
} else {
  stop(USAGE, 2)
}

function whole(text: string): number {
  const value = Number(text)
  return Number.isInteger(value) && value > 0 ? value : stop(USAGE, 2)
}

/** Numbers with commas between them; none where the option is empty. */
function wholes(text: string): number[] {
  return text === '' ? [] : text.split(',').map(whole)
}

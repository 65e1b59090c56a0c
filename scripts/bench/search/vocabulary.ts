import { pairsOf } from '#domain/search-text'
import { readCorpus } from './corpus-files.ts'
import { plainText, wordyText } from './queries.ts'

/** How wide the corpus is: a narrow one makes common words worse and indexes smaller than they are. */
export async function corpusFigures(folder: string): Promise<string> {
  const [pairs, names, subjects] = [new Set<string>(), new Set<string>(), new Map<string, number>()]
  const organs = new Map<string, number>()
  let records = 0
  let characters = 0
  for await (const record of readCorpus(folder)) {
    const text = plainText(`${record.subject.name}${wordyText(record)}`)
    for (const pair of pairsOf(text)) pairs.add(pair)
    characters += text.length
    names.add(record.subject.name)
    records += 1
    addOne(subjects, record.subject.uscc ?? '')
    addOne(organs, record.agency.slug)
  }
  const heaviest = Math.round((100 * Math.max(...organs.values())) / records)
  return (
    `${pairs.size} distinct pairs of characters, ${Math.round(characters / records)} characters of text a record, ` +
    `${names.size} names, ${subjects.size} subjects (the most frequent has ${Math.max(...subjects.values())} records), ` +
    `${organs.size} organs (the heaviest has ${heaviest} %)`
  )
}

function addOne(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

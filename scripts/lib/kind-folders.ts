import type { z } from 'zod'
import { headerAliasesOf } from '#content/schema/codes'
import { KindFile } from '#content/schema/kind'
import { PeriodRules, PublicationRules } from '#content/schema/rules'
import { isDecision } from '#domain/kind-groups'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'

type Read = <S extends z.ZodType>(path: string, schema: S) => Promise<z.output<S> | undefined>
type Aliases = z.output<ReturnType<typeof headerAliasesOf>>

export type KindFolders = {
  folders: Record<RecordKind, { aliases: Aliases; dropped: string[] }>
  publication: z.output<typeof PublicationRules>
  periods: z.output<typeof PeriodRules>
}

/**
 * What the folders of the kinds say besides their fields: other headers, columns that are dropped, and, of what is no
 * decision of 双公示, its rules. `read` notes the problems of a file and gives undefined.
 */
export async function readKindFolders(read: Read): Promise<KindFolders | undefined> {
  const folders: Partial<KindFolders['folders']> = {}
  const publication: KindFolders['publication'] = []
  const periods: KindFolders['periods'] = []
  for (const kind of RECORD_KINDS) {
    const file = await read(`kinds/${kind}/kind.yaml`, KindFile)
    const aliases = await read(`kinds/${kind}/headers.yaml`, headerAliasesOf(kind))
    if (file && aliases) folders[kind] = { aliases, dropped: file.dropped }
    if (isDecision(kind)) continue
    publication.push(...((await read(`kinds/${kind}/publication.yaml`, PublicationRules)) ?? []))
    periods.push(...((await read(`kinds/${kind}/periods.yaml`, PeriodRules)) ?? []))
  }
  return isWhole(folders) ? { folders, publication, periods } : undefined
}

function isWhole(folders: Partial<KindFolders['folders']>): folders is KindFolders['folders'] {
  return RECORD_KINDS.every((kind) => folders[kind] !== undefined)
}

import { downloadTitle, SITE_COLUMNS } from '#domain/downloads'
import { addressOf, type PlaceFacts } from '#domain/place-facts'
import type { RecordKind } from '#domain/vocabulary'
import { type DictionaryRow, dictionaryOf } from './dictionary.ts'
import { type DownloadEntry, type DownloadList, MEDIA_TYPE } from './open-data.ts'

const PROFILES = 'https://datapackage.org/profiles/2.0'

type Named = { agencyNames: ReadonlyMap<string, string> }

/** The files that are served now, as a Data Package (version 2). Paths are relative to `data/`, where it lies itself. */
export function dataPackageOf(
  place: PlaceFacts,
  { madeOn, snapshotVersion, files }: DownloadList,
  { agencyNames }: Named,
) {
  const dictionary = dictionaryOf(place.showLegalRepresentative)
  return {
    $schema: `${PROFILES}/datapackage.json`,
    name: `${place.slug}-open-data`,
    title: `${place.siteName}开放数据`,
    description: `${place.areaName}公示中的行政许可和行政处罚决定。已停止公示和撤下的不在其中；使用者应当同步停止使用。`,
    ...(place.origin === null ? {} : { homepage: addressOf(place, 'data/') }),
    ...(snapshotVersion === null ? {} : { version: String(snapshotVersion) }),
    ...(madeOn === null ? {} : { created: `${madeOn}T00:00:00+08:00` }),
    ...(place.dataTerms === null ? {} : { licenses: [licenceOf(place.dataTerms)] }),
    contributors: [{ title: place.channels.operator ?? place.siteName, roles: ['publisher'] }],
    resources: files.filter(({ isServed }) => isServed).map((file) => resourceOf(file, dictionary, agencyNames)),
  }
}

function licenceOf({ name, url }: { name: string; url: string | null }) {
  return { title: name, ...(url === null ? { name: 'other-terms' } : { path: url }) }
}

function resourceOf(file: DownloadEntry, dictionary: readonly DictionaryRow[], names: ReadonlyMap<string, string>) {
  const { path, kind, agency, format, bytes, sha256 } = file
  return {
    name: path.replace(/[/.]/g, '-'),
    title: downloadTitle(file, agency === null ? null : (names.get(agency) ?? agency)),
    path,
    format,
    mediatype: MEDIA_TYPE[format],
    bytes,
    hash: `sha256:${sha256}`,
    ...(kind === null ? {} : { type: 'table', encoding: 'utf-8', schema: schemaOf(kind, dictionary) }),
    ...(format === 'csv'
      ? { dialect: { $schema: `${PROFILES}/tabledialect.json`, header: true, lineTerminator: '\r\n', quoteChar: '"' } }
      : {}),
  }
}

/** Required and longest are what the standard asks of organs, not what their files always hold, so they are no constraint. */
function schemaOf(kind: RecordKind, dictionary: readonly DictionaryRow[]) {
  return {
    $schema: `${PROFILES}/tableschema.json`,
    fields: dictionary
      .filter((row) => row.kind === kind)
      .map(({ header, type, note }) => ({
        name: header,
        type,
        description: note,
        ...(header === SITE_COLUMNS.id ? { constraints: { required: true, unique: true } } : {}),
      })),
    missingValues: [''],
    primaryKey: [SITE_COLUMNS.id],
  }
}

import { feedPath } from '#domain/addresses'
import { downloadTitle } from '#domain/downloads'
import { RECORD_KIND_LABEL } from '#domain/labels.zh'
import { addressOf, type PlaceFacts } from '#domain/place-facts'
import { KIND_PATH } from '#domain/record-kinds'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import { type DownloadEntry, type DownloadList, MEDIA_TYPE } from './open-data.ts'

const CONTEXT = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  spdx: 'http://spdx.org/rdf/terms#',
  schema: 'https://schema.org/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const

const zh = (text: string) => ({ '@value': text, '@language': 'zh-CN' })
const dayOf = (day: string) => ({ '@value': day, '@type': 'xsd:date' })
const iri = (address: string) => ({ '@id': address })

type Named = { agencyNames: ReadonlyMap<string, string> }
type Group = { kind: RecordKind; agency: string | null; files: DownloadEntry[] }

/** The files that are served now, the feeds and the API, as DCAT 3 with schema.org Dataset, in JSON-LD. */
export function catalogOf(place: PlaceFacts, { madeOn, files }: DownloadList, { agencyNames }: Named) {
  const at = (path: string) => addressOf(place, path)
  const groups = groupsOf(files.filter(({ isServed }) => isServed))
  const publisher = { '@type': 'foaf:Organization', 'foaf:name': zh(place.channels.operator ?? place.siteName) }
  const modified = madeOn === null ? {} : { 'dct:modified': dayOf(madeOn), 'schema:dateModified': dayOf(madeOn) }
  return {
    '@context': CONTEXT,
    '@id': at('data/catalog.jsonld'),
    '@type': 'dcat:Catalog',
    'dct:title': zh(`${place.siteName}开放数据`),
    'dct:description': zh(`${place.areaName}公示中的行政许可和行政处罚决定，可以下载、订阅和通过接口读取。`),
    'dct:publisher': publisher,
    'dct:language': 'zh-CN',
    'foaf:homepage': iri(at('data/')),
    ...modified,
    'dcat:dataset': groups.map((group) => ({
      ...datasetOf(place, group, agencyNames),
      'dct:publisher': publisher,
      ...modified,
    })),
    'dcat:service': {
      '@id': at('api/v1'),
      '@type': 'dcat:DataService',
      'dct:title': zh(`${place.siteName}公开接口`),
      'dcat:endpointURL': iri(at('api/v1')),
      'dcat:endpointDescription': iri(at('api/v1/openapi.json')),
    },
  }
}

function groupsOf(files: readonly DownloadEntry[]): Group[] {
  return RECORD_KINDS.flatMap((kind) => {
    const own = Map.groupBy(
      files.filter((file) => file.kind === kind),
      ({ agency }) => agency,
    )
    return [...own].map(([agency, some]) => ({ kind, agency, files: some }))
  })
}

function datasetOf(place: PlaceFacts, { kind, agency, files }: Group, names: ReadonlyMap<string, string>) {
  const at = (path: string) => addressOf(place, path)
  const name = agency === null ? place.areaName : (names.get(agency) ?? agency)
  const title = `${name}${RECORD_KIND_LABEL[kind]}决定公示信息`
  const description = `${name}作出、正在${place.siteName}公示的${RECORD_KIND_LABEL[kind]}决定，一行一条，列名与双公示数据标准一致。`
  const feed = feedPath(agency === null ? { of: 'kind', kind } : { of: 'agency', slug: agency }, 'atom')
  const id = `data/#${agency === null ? '' : `${agency}-`}${KIND_PATH[kind]}`
  return {
    '@id': at(id),
    '@type': ['dcat:Dataset', 'schema:Dataset'],
    'dct:identifier': id.replace('data/#', ''),
    'dct:title': zh(title),
    'schema:name': zh(title),
    'dct:description': zh(description),
    'schema:description': zh(description),
    'dct:spatial': { '@type': 'dct:Location', 'dct:title': zh(place.areaName) },
    'schema:spatialCoverage': zh(place.areaName),
    'dct:language': 'zh-CN',
    'schema:isAccessibleForFree': true,
    'dcat:landingPage': iri(at('data/')),
    'dct:conformsTo': iri(at('data/dictionary.csv')),
    'dct:relation': iri(at(feed)),
    ...termsOf(place),
    'dcat:distribution': files.map((file) => distributionOf(place, file, name)),
  }
}

function termsOf({ dataTerms }: PlaceFacts) {
  if (dataTerms === null) return {}
  if (dataTerms.url === null) return { 'dct:rights': zh(dataTerms.name), 'schema:license': zh(dataTerms.name) }
  return { 'dct:license': iri(dataTerms.url), 'schema:license': iri(dataTerms.url) }
}

function distributionOf(place: PlaceFacts, file: DownloadEntry, name: string) {
  const address = iri(addressOf(place, `data/${file.path}`))
  const type = MEDIA_TYPE[file.format]
  return {
    ...address,
    '@type': ['dcat:Distribution', 'schema:DataDownload'],
    'dct:title': zh(downloadTitle(file, file.agency === null ? null : name)),
    'dcat:accessURL': address,
    'dcat:downloadURL': address,
    'schema:contentUrl': address,
    'dcat:mediaType': iri(`https://www.iana.org/assignments/media-types/${type}`),
    'schema:encodingFormat': type,
    'dcat:byteSize': { '@value': String(file.bytes), '@type': 'xsd:nonNegativeInteger' },
    'spdx:checksum': {
      '@type': 'spdx:Checksum',
      'spdx:algorithm': iri('spdx:checksumAlgorithm_sha256'),
      'spdx:checksumValue': { '@value': file.sha256, '@type': 'xsd:hexBinary' },
    },
  }
}

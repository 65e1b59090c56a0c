import { expect } from 'vitest'
import { freshKey, PARTS, PATHS, workOf } from '../../http/sending.ts'
import { recordPath } from '../site.ts'
import type { Behaviour, Subject } from './behaviour.ts'
import { clearOf } from './sending.ts'

const JSON_TYPE = { 'Content-Type': 'application/json' }
const FORM_TYPE = { 'Content-Type': 'application/x-www-form-urlencoded' }

async function refusal(response: Response): Promise<[number, string]> {
  expect(response.headers.get('Content-Type')).toBe('application/problem+json; charset=utf-8')
  const body = await response.json()
  expect(body.title).toMatch(/\p{Script=Han}/u)
  expect(body.status).toBe(response.status)
  return [response.status, body.code]
}

function sendTo({ get }: Subject, path: string, body: BodyInit, headers: Record<string, string> = JSON_TYPE) {
  return get(`/api/v1/${path}`, { method: 'POST', headers: { 'Idempotency-Key': freshKey(), ...headers }, body })
}

async function formStatus({ get }: Subject, path: string, body: string, headers: Record<string, string> = {}) {
  const response = await get(path, { method: 'POST', headers: { ...FORM_TYPE, ...headers }, body })
  await response.body?.cancel()
  return response.status
}

export const REFUSALS: Behaviour[] = [
  {
    name: '404: an address that is not there, and a method that an address does not have',
    check: async (subject) => {
      const { get, penalty } = subject
      expect(await refusal(await get('/api/v1/nothing'))).toEqual([404, 'address-unknown'])
      expect(await refusal(await get('/api/v1/records/000000000000'))).toEqual([404, 'record-not-found'])
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
        const response = await get(`/api/v1/records/${penalty.id}`, { method, headers: JSON_TYPE })
        expect([method, ...(await refusal(response))]).toEqual([method, 404, 'address-unknown'])
      }
      expect(await refusal(await get('/api/v1/objections'))).toEqual([404, 'address-unknown'])
    },
  },
  {
    name: '405: pages are read and forms are posted; another method changes nothing and shows nothing',
    check: async ({ get, penalty }) => {
      for (const path of ['/about/', '/', recordPath(penalty), '/data/penalties.csv']) {
        for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
          const response = await get(path, { method })
          const allowed = response.headers.get('Allow')
          expect([path, method, response.status, allowed]).toEqual([path, method, 405, 'GET, HEAD, POST'])
          expect((await response.text()).length).toBeLessThan(100)
        }
      }
    },
  },
  {
    name: '413: what is too large is refused before it is read, by the API and by forms',
    check: async (subject) => {
      const large = JSON.stringify({ found: 'x'.repeat(300_000) })
      expect(await refusal(await sendTo(subject, PATHS.correction, large))).toEqual([413, 'body-too-large'])
      const parts = `--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n`.repeat(5000)
      const multipart = { 'Content-Type': 'multipart/form-data; boundary=b' }
      expect(await formStatus(subject, '/correct/', 'a&'.repeat(60_000))).toBe(413)
      expect(await formStatus(subject, '/correct/', `found=${'x'.repeat(300_000)}`)).toBe(413)
      expect(await formStatus(subject, '/correct/', `${parts}--b--\r\n`, multipart)).toBe(413)
    },
  },
  {
    name: '415: what is no JSON to the API, and no form to a page',
    check: async (subject) => {
      const text = await sendTo(subject, PATHS.correction, '{}', { 'Content-Type': 'text/plain' })
      expect(await refusal(text)).toEqual([415, 'content-type-unknown'])
      expect(await formStatus(subject, '/correct/', '{}', JSON_TYPE)).toBe(415)
      expect(await formStatus(subject, '/about/', 'a=b', { 'Content-Type': 'multipart/form-data; boundary=b' })).toBe(
        415,
      )
    },
  },
  {
    name: '422 and 400: what is missing, unknown or broken is said field by field, and nothing typed is repeated',
    check: async (subject) => {
      const marker = '暗号不可回显'
      const broken = await sendTo(subject, PATHS.correction, `{"found":"${marker}`)
      expect(await refusal(broken)).toEqual([400, 'json-broken'])
      const body = JSON.stringify({ page: '/about/', what: marker, part: { should: marker }, extra: marker })
      const response = await sendTo(subject, PATHS.correction, body)
      const text = await response.clone().text()
      expect(await refusal(response)).toEqual([422, 'input-invalid'])
      expect(text).not.toContain(marker)
      const fields = (JSON.parse(text).errors as { field: string }[]).map(({ field }) => field)
      expect(fields).toEqual(expect.arrayContaining(['what', 'part.found']))
    },
  },
  {
    name: '422: a post without its key, a seal that is none, a file of unknown kind',
    check: async (subject) => {
      const { api } = subject
      const clear = clearOf(subject).correction
      const work = await workOf(api, 'correction')
      const keyless = await sendTo(
        subject,
        PATHS.correction,
        JSON.stringify({ ...clear, part: PARTS.correction, work }),
        {
          ...JSON_TYPE,
          'Idempotency-Key': '',
        },
      )
      expect(await refusal(keyless)).toEqual([422, 'input-invalid'])
      const unsealed = JSON.stringify({ ...clear, sealed: btoa('not sealed'), work })
      expect(await refusal(await sendTo(subject, PATHS.correction, unsealed))).toEqual([422, 'sealed-malformed'])
      const query = `form=correction&sealed=no&work=${encodeURIComponent(work)}`
      const bytes = { 'Content-Type': 'application/octet-stream' }
      expect(await refusal(await sendTo(subject, `uploads?${query}`, 'MZ executable', bytes))).toEqual([
        422,
        'upload-refused',
      ])
    },
  },
  {
    name: '404, 410, 422: an objection to what is not there, a complaint that belongs elsewhere',
    check: async (subject) => {
      const { api } = subject
      const clear = clearOf(subject)
      const objection = { ...clear.objection, record: '000000000000', filer: 'subject', part: PARTS.objection }
      const work = await workOf(api, 'objection')
      expect(await refusal(await sendTo(subject, PATHS.objection, JSON.stringify({ ...objection, work })))).toEqual([
        404,
        'record-not-found',
      ])
      const said = { ...PARTS.complaint, facts: '局长张某收受贿赂，不给我们付款。' }
      const complaint = { ...clear.complaint, part: said, work: await workOf(api, 'complaint') }
      expect(await refusal(await sendTo(subject, PATHS.complaint, JSON.stringify(complaint)))).toEqual([
        422,
        'complaint-elsewhere',
      ])
    },
  },
  {
    name: '403: a form that another site makes a browser send is refused, our own is not',
    check: async (subject) => {
      const step = 'step=what&go=next'
      expect(await formStatus(subject, '/correct/', step, { 'Sec-Fetch-Site': 'cross-site' })).toBe(403)
      expect(await formStatus(subject, '/correct/', step, { 'Sec-Fetch-Site': 'same-origin' })).not.toBe(403)
      expect(await formStatus(subject, '/correct/', step)).not.toBe(403)
    },
  },
  {
    name: 'two slashes lead nowhere, whatever is sent there, and no part of the desk answers without its machine',
    check: async (subject) => {
      expect(await formStatus(subject, '//correct/', 'found=x')).toBe(404)
      expect((await subject.get('/guides//object/')).status).toBe(404)
      const desk = await subject.get('/api/desk/tasks')
      expect([401, 403, 404].includes(desk.status)).toBe(true)
    },
  },
]

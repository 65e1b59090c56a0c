import { expect } from 'vitest'
import type { Behaviour, Subject } from './behaviour.ts'

const FORM_TYPE = 'application/x-www-form-urlencoded'

function postForm({ get, origin }: Subject, path: string, fields: Record<string, string>) {
  const headers = { 'Content-Type': FORM_TYPE, Origin: origin }
  return get(path, { method: 'POST', headers, body: new URLSearchParams(fields) })
}

/** What a browser without script does. */
export const PAGES: Behaviour[] = [
  {
    name: 'every form opens at its first step, with a token and without what anybody typed',
    check: async ({ get, licence }) => {
      const forms = [
        `/object/?record=${licence.id}`,
        '/complain/?event=breach&agency=jiaotong-yunshu&officials=no',
        '/repair/?agency=jiaotong-yunshu',
        '/correct/?page=/about/',
      ]
      for (const path of forms) {
        const response = await get(path)
        const page = await response.text()
        expect([path, response.status]).toEqual([path, 200])
        expect(page, path).toMatch(/name="token" value="[^"]+"/)
        expect(page, path).toContain('data-case-form')
      }
    },
  },
  {
    name: 'a step that lacks something says so at its field and keeps what was typed',
    check: async (subject) => {
      const path = '/correct/?page=/about/'
      const lacking = await postForm(subject, path, { step: 'what', go: 'next', page: '/about/' })
      expect(await lacking.text()).toContain('请选择错误的种类')
      const onward = await postForm(subject, path, { step: 'what', go: 'next', page: '/about/', what: 'typo' })
      expect(await onward.text()).toContain('页面上有什么错')
      const typed = { step: 'found', go: 'to:check', page: '/about/', what: 'typo', found: '暗号<b>错误' }
      const check = await (await postForm(subject, path, typed)).text()
      expect(check).toContain('暗号&lt;b&gt;错误')
      expect(check).not.toContain('>暗号<b>')
    },
  },
  {
    name: 'a wrong code on the look-up page has one message, and the number is still there',
    check: async (subject) => {
      const typed = { receipt: 'YY-7K3M9-Q2X8T-C', code: 'AAAAAAA-BBBBBBB-CCCCCCC' }
      const response = await postForm(subject, '/look-up/', typed)
      const page = await response.text()
      expect(response.headers.get('Cache-Control')).toBe('no-store')
      expect(page).toContain('受理编号或者查询码不对')
    },
  },
  {
    name: 'the switch to 长辈模式 leads back, stays, and goes again, and is the only cookie',
    check: async (subject) => {
      const turn = (view: string, back: string) => postForm(subject, '/view/', { view, back })
      const on = await turn('elder', '/penalties/?page=2')
      const cookie = on.headers.get('Set-Cookie')?.split(';')[0] ?? ''
      const off = await turn('standard', 'https://evil.example/')
      const pageWith = async (sent: string, tag = '') =>
        (await subject.get('/about/', { headers: { Cookie: sent, 'If-None-Match': tag } })).text()
      const tag = (await subject.get('/about/')).headers.get('ETag') ?? ''

      expect([on.status, on.headers.get('Location'), cookie]).toEqual([303, '/penalties/?page=2', 'view=elder'])
      expect(await pageWith(cookie)).toContain('<html lang="zh-CN" class="elder">')
      expect(await pageWith(cookie, tag)).toContain('<html lang="zh-CN" class="elder">')
      expect(await pageWith('')).toContain('<html lang="zh-CN">')
      expect((await turn('elder', 'x'.repeat(5000))).status).toBe(413)
      const cleared = [off.headers.get('Location'), off.headers.get('Set-Cookie')]
      expect(cleared).toEqual(['/', expect.stringContaining('Max-Age=0')])
    },
  },
]

import { expect, test } from 'vitest'
import { isPlainFile } from '../../site/src/guard.ts'

test.each([
  'about/',
  'policies/huaxian-2017-31/',
  '_astro/site.BvF3.css',
  'pagefind/pagefind.js',
  'pagefind/pagefind-entry.json',
  'pagefind/wasm.unknown.pagefind',
  'pagefind/wasm.zh-cn.pagefind',
  'pagefind/pagefind.zh-cn_6d26a5bef3474.pf_meta',
  'pagefind/fragment/zh-cn_1096dcb.pf_fragment',
  'pagefind/index/zh-cn_f7dcb1d.pf_index',
  'pagefind/filter/zh-cn_68f2e94.pf_filter',
])('%s may be served as built', (path) => {
  expect(isPlainFile(path)).toBe(true)
})

test.each([
  'penalties/0123456789ab/',
  'agencies/shichang-jianguan/',
  'build.json',
  'pagefind/',
  'pagefind/pagefind-ui.js',
  'pagefind/pagefind-worker.js',
  'pagefind/playground/index.html',
  'pagefind/index/zh-cn_f7dcb1d.pf_fragment',
  'pagefind/../penalties/0123456789ab/index.html',
  'pagefind/fragment/../../penalties/x.pf_fragment',
  'other/pagefind/pagefind.js',
  'pagefind/pagefind.js/',
])('%s may not', (path) => {
  expect(isPlainFile(path)).toBe(false)
})

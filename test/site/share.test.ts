import fc from 'fast-check'
import { encode } from 'uqr'
import { expect, test } from 'vitest'
import { embedCode, qrCode } from '#site/lib/share.ts'
import { context } from './samples.ts'

test('the strokes of a QR code cover its dark squares and no others', () => {
  fc.assert(
    fc.property(fc.webUrl(), (address) => {
      const { data, size } = encode(address, { border: 0, ecc: 'M' })
      const drawn = Array.from({ length: size }, () => Array<boolean>(size).fill(false))
      for (const [, x, y, length] of (qrCode(address) ?? '').matchAll(/M(\d+) (\d+)\.5h(\d+)/g)) {
        drawn[Number(y)]?.fill(true, Number(x), Number(x) + Number(length))
      }

      expect(drawn).toEqual(data)
    }),
  )
})

test('without a public address there is nothing to scan or to embed', () => {
  expect(qrCode(null)).toBeNull()
  expect(embedCode(context(), 'penalty', '0123456789ab', '甲')).toBeNull()
})

test('a title cannot leave the attribute it stands in', () => {
  const code = embedCode(context({ origin: 'https://www.example.gov.cn' }), 'penalty', '0123456789ab', '"><b>&')

  expect(code).toContain('title="&quot;>&lt;b>&amp;"')
  expect(code).toContain('src="https://www.example.gov.cn/xinyong/penalties/0123456789ab/card/"')
})

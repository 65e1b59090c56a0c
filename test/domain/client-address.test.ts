import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressGroup } from '#domain/client-address'

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['::FFFF:203.0.113.9', '203.0.113.9'],
  ['203.0.113.9:40123', '203.0.113.9'],
  [' 203.0.113.9 ', '203.0.113.9'],
  ['[2001:db8:1:2::1]:40123', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8::', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', ''],
])('%j is counted as %j', (address, group) => {
  expect(addressGroup(address)).toBe(group)
})

test('every address of one IPv6 network is one client, and the next network is another', () => {
  const part = fc.integer({ min: 0, max: 0xffff }).map((it) => it.toString(16))
  const host = fc.array(part, { minLength: 4, maxLength: 4 })
  fc.assert(
    fc.property(fc.array(part, { minLength: 4, maxLength: 4 }), host, host, part, (network, a, b, other) => {
      const group = addressGroup([...network, ...a].join(':'))

      expect(addressGroup([...network, ...b].join(':').toUpperCase())).toBe(group)
      fc.pre(other !== network[3])
      expect(addressGroup([...network.slice(0, 3), other, ...a].join(':'))).not.toBe(group)
    }),
  )
})

test('a short form and the long one are the same network', () => {
  expect(addressGroup('2001:db8::7')).toBe(addressGroup('2001:db8:0:0:0:0:0:7'))
  expect(addressGroup('2001:0db8:0000:0000:0000:0000:0000:0007')).toBe(addressGroup('2001:db8::7'))
})

test('whatever a proxy puts there is counted as something, never an error', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), (address) => {
      expect(addressGroup(address)).toBe(addressGroup(address.toUpperCase()))
    }),
  )
})

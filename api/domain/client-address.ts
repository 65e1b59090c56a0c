/** The header in which the machine tells the app where a request came from. What a client sends under it is overwritten. */
export const ADDRESS_HEADER = 'x-client-address'

/** What is counted as one client: an IPv4 address, or the network of an IPv6 one, which holds more than a script needs. */
export function addressGroup(address: string): string {
  const plain = withoutPort(address.trim().toLowerCase()).replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail = ''] = plain.split('%', 1)[0]?.split('::') ?? []
  const left = head === '' ? [] : head.split(':')
  const right = tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  const groups = plain.includes('::') ? [...left, ...zeros, ...right] : left
  const network = groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''))
  return `${network.join(':')}::/64`
}

/** Some proxies write the port, too: with it, every connection would be a client of its own. */
function withoutPort(address: string): string {
  return address.replace(/^\[([^\]]*)\](:\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
}

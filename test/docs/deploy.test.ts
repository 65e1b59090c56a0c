import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'

const read = (name: string) => readFileSync(name, 'utf8')
const dockerfile = read('docs/deploy/Dockerfile').replaceAll('\\\n', ' ')
const lines = (word: string) => dockerfile.split('\n').filter((line) => line.startsWith(`${word} `))

test('the image is started as somebody who is not root, and holds nothing secret', () => {
  const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))

  expect(last).toMatch(/\nUSER gongxin\n/)
  expect(last).toContain('--uid 10001')
  expect([...lines('ENV'), ...lines('ARG')].join('\n')).not.toMatch(/SECRET|TOKEN|PASSWORD|_KEY/)
  expect(lines('COPY').filter((line) => /\.data|secret|\.env|COPY \. /.test(line))).toEqual([])
})

test('what the image copies is there, and is all that the builder is given', () => {
  const given = read('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1))
  const copied = lines('COPY')
    .filter((line) => !line.includes('--from'))
    .flatMap((line) => line.split(/\s+/).slice(1, -1))

  expect([...new Set(copied)].sort()).toEqual(given.sort())
  expect(given.filter((name) => !existsSync(name))).toEqual([])
})

test('the container writes into its volume and two folders in memory, without any capability', () => {
  const { services } = parse(read('docs/deploy/compose.yaml'))

  expect(services.gongxin).toMatchObject({ read_only: true, user: '10001:10001', cap_drop: ['ALL'] })
  expect(services.gongxin.security_opt).toEqual(['no-new-privileges:true'])
  expect(services.gongxin.tmpfs.map((it: string) => it.split(':')[0])).toEqual(['/tmp', '/app/site/.astro'])
  expect(services.gongxin.ports).toEqual(['127.0.0.1:4321:4321'])
  expect(services.backup).toMatchObject({ read_only: true, network_mode: 'none' })
})

test.each(['gongxin.service', 'gongxin-backup.service'])('%s gives the program its data and nothing else', (name) => {
  const unit = read(`docs/deploy/${name}`).split('\n')

  for (const line of ['User=gongxin', 'ProtectSystem=strict', 'NoNewPrivileges=yes', 'CapabilityBoundingSet='])
    expect(unit).toContain(line)
  const script = unit.find((line) => line.startsWith('ExecStart='))?.match(/scripts\/\S+/)?.[0] ?? ''
  expect(existsSync(script)).toBe(true)
})

test('the image is healthy while it answers, and not when it fails or is away', async () => {
  const command: string[] = JSON.parse(/HEALTHCHECK[^[]*CMD (\[.*\])/.exec(dockerfile)?.[1] ?? '[]')
  const statuses = [200, 404, 503]
  const server = createServer((_, response) => response.writeHead(statuses.shift() ?? 500).end())
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? String(address.port) : ''
  const health = (at: string) =>
    new Promise((done) => {
      const [program = '', ...words] = command
      spawn(program, words, { env: { ...process.env, PORT: at } }).on('exit', done)
    })

  expect([await health(port), await health(port), await health(port), await health('1')]).toEqual([0, 0, 1, 1])
})

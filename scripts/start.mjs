import { ensureInstalled, run } from './install.mjs'

ensureInstalled()
process.exit(run('npm', ['run', '--silent', 'serve:prepared']))

import { demoUsers } from '../../dev/pbx/users'

export type PageName = 'blank' | 'ours' | 'preloaded' | 'federated' | 'bare-sip' | 'charts'

interface Places {
  /** WebSocket URL of the PBX. */
  readonly server: string
  /** The chunk of the mount door. */
  readonly mount: string
  /** Every chunk that a first call loads. */
  readonly chunks: readonly string[]
  /** The federated remote. */
  readonly manifest: string
}

/** Pages that differ in the phone on them and in nothing else: a script in the page imports it and starts it. */
export function htmlOf({ server, mount, chunks, manifest }: Places): Record<PageName, string> {
  const [user] = demoUsers
  if (user === undefined) throw new Error('The PBX has no users')
  const { number: username, password } = user
  const uri = `sip:${username}@${new URL(server).hostname}`
  const ours = JSON.stringify({ servers: [server], account: { uri, password } })
  const bare = JSON.stringify({ server, uri, username, password })
  const started = `phone.on('connection.registered', () => probe.mark('registered'))\nObject.assign(globalThis, { phone })`
  const mounted = `import { mount } from '${mount}'
const phone = mount(document.querySelector('#phone'), ${ours})
${started}`
  return {
    blank: pageOf(''),
    charts: pageOf(`import './pages/charts.js'`),
    ours: pageOf(mounted),
    preloaded: pageOf(mounted, chunks),
    federated: pageOf(`import { mountFederated } from './pages/federated.js'
const phone = await mountFederated('${manifest}', document.querySelector('#phone'), ${ours})
${started}`),
    'bare-sip': pageOf(`import { startBarePhone } from './pages/bare-sip.js'
const phone = startBarePhone(${bare}, () => probe.mark('registered'))
Object.assign(globalThis, { phone })`),
  }
}

function pageOf(script: string, preloaded: readonly string[] = []): string {
  const links = preloaded.map((href) => `<link rel="modulepreload" href="${href}">\n`).join('')
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Bench</title>
<link rel="icon" href="data:,">
${links}<div id="phone" style="width: 360px; height: 640px"></div>
<script type="module">
${script}
</script>
</html>
`
}

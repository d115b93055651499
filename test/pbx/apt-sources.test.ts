import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { readArchive } from './server/apt-sources'

const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function apt(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'apt-'))
  folders.push(folder)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

test.each([
  [
    'stanzas',
    {
      'sources.list.d/debian.sources': `Types: deb
URIs: http://security.test/debian-security
Suites: trixie-security
Signed-By: ${keyring}

Types: deb deb-src
URIs: http://mirror.test/debian
Suites: trixie trixie-updates
Components: main
Signed-By: ${keyring}
`,
    },
  ],
  [
    'lines',
    {
      'sources.list': `# a comment
deb http://security.test/debian-security trixie-security main
deb [arch=amd64 signed-by=${keyring}] http://mirror.test/debian trixie main contrib
`,
    },
  ],
])('the archive of Debian itself is found in %s, and not that of its security updates', (_, files) => {
  expect(readArchive('trixie', apt(files))).toEqual({ uri: 'http://mirror.test/debian', keyring })
})

test('a key that stands in the stanza itself gives way to the keyring of the distribution', () => {
  const stanza = `Types: deb
URIs: http://mirror.test/debian
Suites: trixie
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
`
  expect(readArchive('trixie', apt({ 'sources.list.d/debian.sources': stanza }))?.keyring).toBe(keyring)
})

test('archives of others are not Debian’s', () => {
  const files = {
    'sources.list': '',
    'sources.list.d/node.list': 'deb https://deb.other.test/node nodistro main\n',
    'sources.list.d/node.sources': 'Types: deb\nURIs: https://deb.other.test/node\nSuites: nodistro\n',
  }
  expect(readArchive('trixie', apt(files))).toBeUndefined()
})

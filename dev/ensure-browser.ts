import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { findBrowser } from './find-browser'
import { runAloud } from './run'

/** Finds a browser that starts, else installs one where it can. undefined: it could not, and has said what to install. */
export async function ensureBrowser(): Promise<string | undefined> {
  const found = findBrowser()
  if (found !== undefined) return complain(found)

  console.log('There is no Chromium or Chrome here: installing one…')
  if (isRootOnDebian()) installFromDebian()
  else await runAloud(['playwright-core', 'install', ...(isRoot() ? ['--with-deps'] : []), 'chromium'])

  const installed = findBrowser()
  if (installed !== undefined) return complain(installed)
  console.error(`No browser could be installed. Install Chromium or Chrome, or name one by CHROME_PATH:
  Debian:          apt-get install chromium
  Ubuntu:          npx playwright-core install --with-deps chromium
  Fedora:          dnf install chromium
  Alpine:          apk add chromium
  macOS, Windows:  https://www.google.com/chrome`)
  return undefined
}

/** A browser without its libraries is found, and yet does not start. (On Windows, asking for the version opens a window.) */
function complain(browser: string): string | undefined {
  if (process.platform === 'win32') return browser
  try {
    const version = execFileSync(browser, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
    console.log(`Browser: ${version} (${browser})`)
    return browser
  } catch (error) {
    console.error(`${browser} does not start: ${error instanceof Error ? error.message : String(error)}`)
    console.error('Its libraries may be missing: npx playwright-core install-deps chromium')
    return undefined
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** Ubuntu is not meant: its package is a pointer to a snap, which does not run in a container. */
function isRootOnDebian(): boolean {
  return isRoot() && existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
}

function installFromDebian(): void {
  try {
    execFileSync('apt-get', ['update'], { stdio: 'inherit' })
    execFileSync('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
  }
}

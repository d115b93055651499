import { join } from 'node:path'
import { federation } from '@module-federation/vite'
import { playwright } from '@vitest/browser-playwright'
import type { PluginOption, UserConfig } from 'vite'
import solid from 'vite-plugin-solid'
import { defineConfig } from 'vitest/config'
import { fewRequests, fewRequestsOutput } from './dev/few-requests.ts'
import { browserFlags, findBrowser } from './dev/find-browser.ts'
import { charts } from './dev/lab/charts-plugin.ts'
import { leanSip } from './dev/lean-sip.ts'
import { plainImports } from './dev/plain-imports.ts'

/**
 * The builds, one a mode (`vite build --mode remote`), and the projects of the tests. `npm run build` makes them all.
 */
export default defineConfig(({ mode }) => {
  const build = builds[mode]
  return build === undefined ? tests() : { ...shared, ...build() }
})

/** The doors: what `exports` in package.json names. */
const doors = {
  index: 'src/index.ts',
  mount: 'src/mount.ts',
  element: 'src/element.ts',
  trace: 'src/trace.ts',
  inspect: 'src/inspect.ts',
}

/** Evergreen browsers of the last two years or so; nothing is transpiled down for older ones. */
const target = 'es2022'

const shared: UserConfig = { clearScreen: false, logLevel: 'warn' }

const builds: Record<string, () => UserConfig> = {
  /** The Module Federation remote, for hosts that load the phone at run time from wherever it is deployed. */
  remote: () => ({
    // Relative, so that the manifest says publicPath "auto" and the folder can be served from any origin and path.
    base: './',
    plugins: [
      solidPlugin(),
      leanSip(),
      plainImports(),
      fewRequests(),
      federation({
        name: 'callchart',
        filename: 'remoteEntry.js',
        manifest: true,
        exposes: { './mount': `./${doors.mount}`, './element': `./${doors.element}` },
        // Sharing would ship xstate and solid-js whole, tree-shaking off.
        shared: {},
        // With nothing shared, a build that fails is waited for by nobody: the default is 10 s.
        moduleParseIdleTimeout: 3,
        // It loads no remotes itself. (disableShared takes out what a host calls when it opens the door.)
        disableRemote: true,
        dts: false,
      }),
    ],
    build: {
      ...output('remote'),
      rolldownOptions: { input: doors.mount, output: fewRequestsOutput },
    },
  }),

  /** The npm package. Its dependencies stay imports, so that an application with xstate of its own has one copy. */
  lib: () => ({
    plugins: [solidPlugin()],
    build: {
      ...output('lib'),
      minify: false,
      lib: { entry: doors, formats: ['es'] },
      rolldownOptions: {
        external: /^(?:xstate|solid-js|sip\.js|idb)(?:\/|$)/,
        output: { chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  }),

  /** `npx callchart`, for Node. */
  cli: () => ({
    build: {
      ...output('cli'),
      target: 'node20',
      minify: false,
      sourcemap: false,
      lib: { entry: 'src/trace/cli/main.ts', formats: ['es'], fileName: () => 'callchart.js' },
      rolldownOptions: { external: /^(?:node:|xstate(?:\/|$))/ },
    },
  }),

  /** One file for a plain script tag, which defines <callchart-phone>. */
  script: () => ({
    plugins: [solidPlugin(), leanSip()],
    build: {
      ...output('script'),
      lib: { entry: 'src/script.ts', formats: ['iife'], name: 'Callchart', fileName: () => 'callchart.js' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  }),

  /** The host shell of the demo and of the end-to-end tests. */
  'host-vanilla': () => ({
    root: 'examples/vanilla',
    base: './',
    build: output('host-vanilla'),
  }),

  /** The lab: a page that a team can put anywhere. */
  lab: () => ({
    root: 'src/lab',
    base: './',
    plugins: [solidPlugin(), charts()],
    build: output('lab'),
  }),
}

function output(folder: string): NonNullable<UserConfig['build']> {
  return {
    outDir: join(import.meta.dirname, 'dist', folder),
    emptyOutDir: true,
    target,
    modulePreload: false,
    sourcemap: true,
    reportCompressedSize: false,
  }
}

function solidPlugin(): PluginOption {
  return solid({ hot: false })
}

/** ms. What calls through browsers and servers of its own may meet a machine that stands still for some seconds. */
const patience = 30_000
/**
 * A machine of CI that stands still for longer than that costs a second try, which the report tells. On a developer's machine
 * there is none, for a test that needs one is broken.
 */
const retry = process.env.CI ? 1 : 0

function tests(): UserConfig {
  return {
    ...shared,
    test: {
      projects: [
        {
          test: {
            name: 'charts',
            environment: 'node',
            include: inNode('machines', 'paths', 'api', 'trace', 'lab', 'ui', 'rooms', 'house'),
          },
        },
        {
          test: {
            name: 'adapters',
            environment: 'node',
            include: inNode('adapters', 'pbx-embedded'),
            testTimeout: 20_000,
          },
        },
        {
          plugins: [solidPlugin(), charts()],
          test: {
            name: 'browser',
            include: ['test/**/*.browser.test.{ts,tsx}'],
            testTimeout: 20_000,
            browser: {
              enabled: true,
              headless: true,
              screenshotFailures: false,
              provider: playwright({ launchOptions: { ...executable(), args: [...browserFlags] } }),
              instances: [{ browser: 'chromium' }],
            },
          },
        },
        {
          test: {
            name: 'e2e',
            environment: 'node',
            include: inNode('e2e'),
            globalSetup: 'dev/build-for-tests.ts',
            testTimeout: 90_000,
            hookTimeout: 90_000,
            expect: { poll: { timeout: patience } },
            retry,
            // Each file starts browsers of its own: two at once would measure the machine and not the phone.
            fileParallelism: false,
          },
        },
        {
          test: {
            name: 'pbx',
            environment: 'node',
            include: inNode('pbx'),
            globalSetup: ['dev/build-for-tests.ts', 'test/pbx/server/global-setup.ts'],
            testTimeout: 120_000,
            hookTimeout: 120_000,
            expect: { poll: { timeout: patience } },
            retry,
            // One Asterisk, and the browsers of one file at a time.
            fileParallelism: false,
            // What the files have in common is loaded once.
            isolate: false,
          },
        },
      ],
    },
  }
}

function inNode(...folders: string[]): string[] {
  return folders.map((folder) => `test/${folder}/**/!(*.browser).test.ts`)
}

function executable(): { executablePath?: string } {
  const executablePath = findBrowser()
  return executablePath === undefined ? {} : { executablePath }
}

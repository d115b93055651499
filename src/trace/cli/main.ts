#!/usr/bin/env node
import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { run } from './run'

// Whoever reads has seen enough (`| head`).
process.stdout.on('error', () => process.exit())

process.exitCode = run(process.argv.slice(2), {
  parse: (args) =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        quiet: { type: 'boolean', short: 'q' },
        out: { type: 'string', short: 'o' },
        from: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }),
  read: (file) => readFileSync(file, 'utf8'),
  write: (file, text) => writeFileSync(file, text, { flag: 'wx' }),
  nameOf: (file) => basename(file).replace(/\.[^.]*$/, ''),
  print: (text) => void process.stdout.write(`${text}\n`),
  complain: (text) => void process.stderr.write(`${text}\n`),
})

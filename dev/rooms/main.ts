import { join } from 'node:path'
import { checkRooms } from './check-rooms'

const complaints = checkRooms(join(import.meta.dirname, '../../src'))
for (const { file, line, message } of complaints) console.error(`src/${file}:${line}: ${message}`)
if (complaints.length > 0) process.exitCode = 1

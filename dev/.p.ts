import { writeFileSync } from 'node:fs'
import { authMachine } from '../src/machines/auth.machine'
import { callMachine } from '../src/machines/call/call.machine'
import { connectionMachine } from '../src/machines/connection.machine'
import { devicesMachine } from '../src/machines/devices.machine'
import { focusMachine } from '../src/machines/focus.machine'
import { phoneMachine } from '../src/machines/phone.machine'
import { ringerMachine } from '../src/machines/ringer.machine'
import { tonesMachine } from '../src/machines/tones.machine'
import { readChart } from './charts/read-chart'
import { makePicture } from './charts/make-picture'
import { layOut } from './charts/layout'
import { drawSvg } from './charts/draw-svg'
import { picturesOf } from './charts/specs'
for (const m of [authMachine, callMachine, connectionMachine, devicesMachine, focusMachine, phoneMachine, ringerMachine, tonesMachine]) {
  const c = readChart(m)
  for (const spec of picturesOf(c.name)) {
    const t = performance.now()
    const p = makePicture(c, {}, 'a test', spec)
    const ls = []; for (const part of p.parts) ls.push(await layOut(part))
    const svg = drawSvg(p, ls)
    writeFileSync(`/tmp/elkt/out/${spec.file}.svg`, svg)
    console.log(spec.file, svg.match(/viewBox="[^"]*"/)![0], svg.length, Math.round(performance.now() - t))
  }
}

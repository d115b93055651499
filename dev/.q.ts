import { devicesMachine } from '../src/machines/devices.machine'
import { readChart } from './charts/read-chart'
import { makePicture } from './charts/make-picture'
import { layOut } from './charts/layout'
const c = readChart(devicesMachine)
const p = makePicture(c, {}, '', { file: 'devices' })
for (const part of p.parts) { const l = await layOut(part); console.log(part.box?.name, part.box?.width, part.box?.height, l.width, l.height, Math.max(...[...l.nodes.values()].map(n => n.y + n.height))) }

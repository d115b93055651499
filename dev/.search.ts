import { authMachine } from '../src/machines/auth.machine'
import { callMachine } from '../src/machines/call/call.machine'
import { connectionMachine } from '../src/machines/connection.machine'
import { devicesMachine } from '../src/machines/devices.machine'
import { focusMachine } from '../src/machines/focus.machine'
import { phoneMachine } from '../src/machines/phone.machine'
import { ringerMachine } from '../src/machines/ringer.machine'
import { tonesMachine } from '../src/machines/tones.machine'
import { layOut } from './charts/layout'
import { makePicture } from './charts/make-picture'
import { readChart } from './charts/read-chart'
import { picturesOf } from './charts/specs'

const [file, index = '0', maxW = '1000', dirs = 'DOWN'] = process.argv.slice(2)
const machines = [
  authMachine,
  callMachine,
  connectionMachine,
  devicesMachine,
  focusMachine,
  phoneMachine,
  ringerMachine,
  tonesMachine,
]
const m = machines.find((m) => file === m.id || file!.startsWith(m.id + '.'))!
const c = readChart(m as never)
const spec = picturesOf(c.name).find((s) => s.file === file)!
const part = makePicture(c, {}, '', { ...spec, options: {} }).parts[+index]!
const out: any[] = []
const seg = (ps: any[]) => ps.slice(1).map((p, i) => [ps[i], p])
const cross = (a: any, b: any) => {
  const h = (s: any) => Math.abs(s[0].y - s[1].y) < 0.01
  if (h(a) === h(b)) return 0
  const [H, V] = h(a) ? [a, b] : [b, a]
  const [x1, x2] = [H[0].x, H[1].x].sort((p, q) => p - q),
    [y1, y2] = [V[0].y, V[1].y].sort((p, q) => p - q)
  return V[0].x > x1! && V[0].x < x2! && H[0].y > y1! && H[0].y < y2! ? 1 : 0
}
for (const dir of dirs.split(','))
  for (const place of ['NETWORK_SIMPLEX', 'BRANDES_KOEPF', 'BK_BALANCED', 'LINEAR_SEGMENTS'])
    for (const layering of ['NETWORK_SIMPLEX', 'LONGEST_PATH', 'COFFMAN_GRAHAM', 'MIN_WIDTH', 'LONGEST_PATH_SOURCE'])
      for (const order of ['NONE', 'NODES_AND_EDGES', 'PREFER_NODES'])
        for (const labels of ['MEDIAN_LAYER', 'SPACE_EFFICIENT_LAYER', 'CENTER_LAYER'])
          for (const feedback of ['false', 'true'])
            for (const seed of ['1', '2', '3', '4', '5']) {
              if (order !== 'NONE' && seed !== '1') continue
              const options = {
                'elk.direction': dir,
                'elk.layered.nodePlacement.strategy': place.startsWith('BK') ? 'BRANDES_KOEPF' : place,
                ...(place === 'BK_BALANCED' ? { 'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED' } : {}),
                'elk.layered.layering.strategy': layering,
                ...(layering === 'COFFMAN_GRAHAM' ? { 'elk.layered.layering.coffmanGraham.layerBound': '3' } : {}),
                'elk.layered.considerModelOrder.strategy': order,
                'elk.layered.edgeLabels.centerLabelPlacementStrategy': labels,
                'elk.layered.feedbackEdges': feedback,
                'elk.randomSeed': seed,
              }
              let l
              try {
                l = await layOut({ ...part, options })
              } catch (e) {
                continue
              }
              const es = [...l.edges.values()].map((e) => seg(e.points as any[]))
              let crossings = 0
              for (let i = 0; i < es.length; i++)
                for (let j = i + 1; j < es.length; j++)
                  for (const a of es[i]!) for (const b of es[j]!) crossings += cross(a, b)
              const bends = es.reduce((s, e) => s + e.length - 1, 0)
              const length = es.flat().reduce((s, [a, b]) => s + Math.abs(a.x - b.x) + Math.abs(a.y - b.y), 0)
              const cost =
                crossings * 60 +
                bends * 12 +
                length / 8 +
                (l.width * l.height) / 3000 +
                Math.max(0, l.width - +maxW) * 2
              out.push({
                cost: Math.round(cost),
                crossings,
                bends,
                length: Math.round(length),
                size: `${Math.round(l.width)}x${Math.round(l.height)}`,
                o: [dir, place, layering, order, labels, feedback, seed].join(' '),
              })
            }
out.sort((a, b) => a.cost - b.cost)
console.log(out.length)
const seen = new Set()
for (const r of out) {
  const k = r.size + r.crossings + r.bends
  if (seen.has(k)) continue
  seen.add(k)
  console.log(r.cost, r.size, 'x', r.crossings, 'b', r.bends, 'l', r.length, r.o)
  if (seen.size >= 8) break
}

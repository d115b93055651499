import { it } from 'vitest'
import { Phone,isOver } from './support/phone'
import { testPbx } from './support/setup'
import { until } from './support/until'
for (let n = 0; n < 90; n++) it('cut' + n, async () => {
    const log: string[] = []
    const pbx = await testPbx({log: (l) => log.push(l)})
    const alice = await Phone.register(pbx, '1001')
    const bob = await Phone.register(pbx, '1002')
    pbx.on(e => log.push(e.type === 'message' ? [e.direction, e.user, e.connection, e.text.split('\r\n')[0]].join(' ') : JSON.stringify(e)))
    const call = await alice.dial('1002')
    const inv = await bob.ringing().catch(e => {console.log(log.join('\n'), call.statuses, call.inviter.state); throw e})
    if (n%2) {
    bob.cut()
    await until('x', () => call.status >= 200, 1000).catch(() => console.log(log.join('\n'), call.statuses))
    } else {
    alice.cut()
    await until('x', () => isOver(inv), 1000).catch(() => console.log(log.join('\n'), inv.state))
    }
    await pbx.event('call.ended')
})

import { expect, test } from 'vitest'
import { orderCodecs } from '../../../src/adapters/media/codecs'

const codecs = ['opus', 'red', 'G722', 'PCMU', 'PCMA', 'telephone-event'].map((name) => ({ mimeType: `audio/${name}` }))

test.each([
  [[], 'opus red G722 PCMU PCMA telephone-event'],
  [['PCMA'], 'PCMA opus red G722 PCMU telephone-event'],
  [['g722', 'OPUS', 'iLBC'], 'G722 opus red PCMU PCMA telephone-event'],
])('with %j preferred the order is %s', (preferred, order) => {
  expect(
    orderCodecs(codecs, preferred)
      .map(({ mimeType }) => mimeType.slice('audio/'.length))
      .join(' '),
  ).toBe(order)
})

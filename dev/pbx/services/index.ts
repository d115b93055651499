import { answerAndHangUp, echo, playAnnouncement, playEarlyMedia, playTone } from './audio'
import { referTo } from './referrals'
import { refuse, ringForEver, ringInVain } from './refusals'
import type { NumberedService } from './service'

/** The numbers that are nobody's phone. */
export const services: readonly NumberedService[] = [
  { number: '433', what: 'answers, asks the caller to call 600 instead (REFER)', run: referTo('600') },
  { number: '434', what: 'answers, asks the caller to call 603, which is busy', run: referTo('603') },
  { number: '439', what: 'answers, asks the caller to call Bob (1002)', run: referTo('1002') },
  { number: '600', what: 'echo', run: echo },
  { number: '601', what: 'a tone of 440 Hz', run: playTone },
  { number: '602', what: 'an announcement (four chimes), then it hangs up', run: playAnnouncement },
  { number: '603', what: 'busy (486)', run: refuse(486) },
  { number: '604', what: 'rings for ever', run: ringForEver },
  { number: '605', what: 'rings, nobody answers (480 after 2 s)', run: ringInVain },
  { number: '607', what: 'answers, hangs up after 2 s', run: answerAndHangUp },
  { number: '608', what: 'forbidden (403)', run: refuse(403) },
  { number: '609', what: 'reads DTMF digits, with echo', run: echo },
  { number: '614', what: 'out of order (503)', run: refuse(503) },
  {
    number: '620',
    what: 'early media: a tone before the answer that never comes (480 after 3 s)',
    run: playEarlyMedia,
  },
]

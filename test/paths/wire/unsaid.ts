/** Pairs of a state and an event that the adapter never lets come about, and why. */
export interface Unsaid {
  readonly state: RegExp
  readonly event: RegExp
  readonly why: string
}

const afterEachOther = /^session\.(?:negotiated|offerRefused|offersCrossed|refreshDue)$/

export const unsaidOfCalls: readonly Unsaid[] = [
  { state: /^open\.preparing$/, event: /^session\./, why: 'nothing has been sent yet' },
  {
    state: /^open\.(?:alerting|answering)$/,
    event: /^session\.(?:accepted|rejected)$/,
    why: 'it has not been answered',
  },
  {
    state: /^closing\.(?:declining|forwarding)$/,
    event: /^(?!session\.ended$|focus\.retreat$)/,
    why: 'whom it has refused the adapter is done with: it tells the end at once',
  },
  {
    state: /^closing\.(?:cancelling|ending)$/,
    event: /^microphone\./,
    why: 'the port of the media is closed',
  },
  {
    state: /^closing\.cancelling$/,
    event: /^session\.(?:accepted|rejected|cancelled)$|^after byeTimeout$/,
    why: 'whatever is answered ends it, for the media are closed, and silence does after 64*T1',
  },
  {
    state: /^closing\.ending$/,
    event: /^session\.(?:accepted|rejected|cancelled)$/,
    why: 'a dialog stands, or has stood: it has nothing but an end',
  },
  {
    state: /\.way\.(?:dialing|withdrawing|accepting)$|\.negotiation\.establishing$/,
    event: /^session\.replaced$/,
    why: 'only a dialog that is confirmed is told to be replaced',
  },
  {
    state: /\.way\.withdrawing$/,
    event: /^session\.rejected$|^after answerTimeout$/,
    why: 'an INVITE that was given up has ended, whatever is answered, and after 64*T1 at the latest',
  },
  { state: /\.way\.accepting$/, event: /^after answerTimeout$/, why: 'without an ACK it ends after 64*T1' },
  { state: /\.way\.established$/, event: /^session\.rejected$/, why: 'it has been accepted' },
  { state: /\.progress\.over$/, event: /^session\.progressed$/, why: 'what comes after the 200 is dropped' },
  { state: /\.negotiation\.establishing$/, event: afterEachOther, why: 'nobody offers anew before the answer' },
  {
    state: /\.hold\.unestablished$/,
    event: /^session\.(?:negotiated|offerRefused)$/,
    why: 'nobody offers anew before the answer',
  },
  {
    state: /\.negotiation\.offering$/,
    event: /^session\.offerAnswered$/,
    why: 'what we offer while theirs is being answered has crossed it at once',
  },
  {
    state: /\.negotiation\.offering$/,
    event: /^session\.(?:accepted|offerReceived)$/,
    why: 'theirs gets a 491 meanwhile, and nothing is offered before the ACK',
  },
  {
    state: /\.negotiation\.offered$/,
    event: /^session\.offerReceived$/,
    why: 'a second one before the ACK to the first gets a 500',
  },
  { state: /\.negotiation\.offered$/, event: afterEachOther, why: 'nothing of ours is under way' },
  { state: /\.remoteHold\.off$/, event: /^session\.remoteResumed$/, why: 'only what changes is told' },
  { state: /\.remoteHold\.on$/, event: /^session\.remoteHeld$/, why: 'only what changes is told' },
  {
    state: /\.referral\.none$/,
    event: /^session\.refer/,
    why: 'a REFER is told of from its sending to its end, and once',
  },
  {
    state: /\.(?:tones|recording|supervision)\.broken$|\.quality\.unknown$|\.supervision\.available$/,
    event: /./,
    why: 'the charts that a call invokes are silent here, and it supervises nobody',
  },
]

export const unsaidOfConnections: readonly Unsaid[] = [
  { state: /^offline$/, event: /^(?:transport|registration|sip)\./, why: 'nothing is asked for' },
  {
    state: /^(?:connecting|lost\.\w+)$/,
    event: /^transport\.disconnected$|^registration\./,
    why: 'there is no connection, and nobody has asked to close it',
  },
  { state: /^connected\./, event: /^transport\.(?:connected|disconnected)$|^sip\./, why: 'it is connected' },
  { state: /^connected\.regist/, event: /^registration\.removed$/, why: 'nobody has asked for that' },
  { state: /^connected\.(?:postponed|awaitingToken)$/, event: /^registration\./, why: 'no REGISTER is under way' },
  {
    state: /^disconnecting$/,
    event: /^(?:transport\.(?:connected|closed)|registration\.(?:accepted|refused|failed))$|^sip\./,
    why: 'what is left is not told of any more',
  },
  { state: /^disconnecting$/, event: /^after disconnectTimeout$/, why: 'a good-bye takes 2 s at the most' },
  { state: /^lost\.waiting$/, event: /^sip\./, why: 'nobody waits for it' },
  {
    state: /^lost\.retrying$/,
    event: /^sip\./,
    why: 'what hangs while it is loaded hangs for good, and the rest is loaded',
  },
  {
    state: /^failed$/,
    event: /^transport\.connected$|^registration\.|^sip\./,
    why: 'nothing is asked for but to close the connection',
  },
]

/** What the rules and the walks say of each other; empty where they agree. */
export function disagreements(
  pairs: readonly string[],
  cameAbout: ReadonlySet<string>,
  rules: readonly Unsaid[],
): readonly string[] {
  const covers = ({ state, event }: Unsaid, pair: string) => {
    const [where = '', what = ''] = pair.split(' × ')
    return state.test(where) && event.test(what)
  }
  return [
    ...pairs
      .filter((pair) => !cameAbout.has(pair) && !rules.some((rule) => covers(rule, pair)))
      .map((pair) => `did not come about: ${pair}`),
    ...pairs.flatMap((pair) =>
      rules
        .filter((rule) => cameAbout.has(pair) && covers(rule, pair))
        .map(({ why }) => `came about, though ${why}: ${pair}`),
    ),
    ...rules
      .filter((rule) => !pairs.some((pair) => covers(rule, pair)))
      .map(({ state, event }) => `rules out nothing: ${state.source} × ${event.source}`),
  ]
}

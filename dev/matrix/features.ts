import type { Group } from './matrix'

const eachAlone = 'each call has messages of its own: `hold`, `incoming call`'
const tellsInOrder = 'it tells the end of each transfer, in order: `blind transfer`'
const followed = 'the adapter does what is asked of it: the chart hears what comes of it'
const noTimers = 'it asks for no session timers'
/** Devices sound, or are tried, in the page. */
const onThisPage = { asterisk: 'nothing of it reaches the wire: on the embedded PBX it is seen in a real browser' }

/**
 * What an agent can do with calls, one row each, and which tests are about it.
 *
 * A test is about a row when a part of its name (its own, or that of a `describe` around it) is the row's name, or begins
 * with it and a colon: `test('park: the slot that was chosen …')`. `tests` are told by their whole names otherwise, which
 * begin with the file: `call/hold › privacy › we are silent …`. Where a place cannot show the feature, `instead` says in
 * words why, and what shows it.
 */
export const groups: readonly Group[] = [
  {
    title: 'Calls',
    features: [
      {
        name: 'outgoing call',
        tests: /call\/way › (?:an outgoing call$|the events)|sip\/outgoing › calls, is|› Alice (?:clicks|calls Bob)/,
      },
      {
        name: 'incoming call',
        tests: /call\/way › an incoming call$|sip\/incoming › is alerted|› carries audio both|a call from outside/,
      },
      {
        name: 'hang-up',
        tests: /hanging up a conv|an outgoing call after|the callee may hang up|607 hangs up|BYE of the/,
      },
      {
        name: 'cancel before the answer',
        tests:
          /hanging up before the answer(?: c| › (?:before|while it))|a caller who gives up|604 rings|by the caller$/,
      },
      {
        name: 'hang-up before the 401',
        tests: /sent again with a digest: CANCEL|cancelled before its 401/,
        instead: { chart: 'a challenge is answered in the adapter: to the chart it is cancelling like any other' },
      },
      {
        name: 'CANCEL that crosses a 200',
        tests: /200 that crosses (?:our|the) CANCEL|CANCEL that crosses a 200|answer crosses the CANCEL/,
      },
      {
        name: 'token',
        tests: /phone › a token ›|auth › a token that|auth\/credentials › a token|while a token is replaced/,
      },
      {
        name: 'refusal in words',
        tests: /call\/way › an outgoing call$|a call that comes to nothing|dialling \w+ ends as/,
      },
    ],
  },
  {
    title: 'Several calls',
    features: [
      {
        name: 'call waiting',
        tests: /two calls › (?:the second knocks|the other rings on)|second caller waits|two calls ring side by side/,
      },
      { name: 'answer and hold', tests: /two calls › the one that is heard is held/, instead: { adapter: eachAlone } },
      {
        name: 'swap',
        tests: /two calls › resuming one|each of the two can be resumed|swap(?:ped|s)|several-calls › swap/,
        instead: { adapter: eachAlone },
      },
      {
        name: 'resume holds the others',
        tests:
          /two calls › resuming one|at most one call is heard ›|a second call holds the first|several-calls › swap/,
        instead: { adapter: eachAlone },
      },
      { name: 'limit of calls', tests: /beyond the limit|a call that rings as busy/ },
      { name: 'do not disturb', tests: /do not disturb/ },
      { name: 'auto-answer', tests: /auto-answer|automatic answer/ },
      {
        name: 'decline',
        tests: /refusing › |603 when the person declines|a declined call|that (?:Bob|Alice) declines/,
      },
      { name: 'decline with a reason', tests: /declining as [\w-]+ tells|declined as not found/ },
      { name: 'deflect', tests: /is forwarded/ },
      { name: 'missed call', tests: /missed|the caller gives up ›/ },
      { name: 'answered elsewhere', tests: /answered elsewhere|tell when somebody else has answered/ },
    ],
  },
  {
    title: 'Hold and mute',
    features: [
      {
        name: 'hold',
        tests:
          /call\/hold › (?:hold and neg|privacy)|holds and resumes|hold is confirmed by the wire|hold reaches Carol/,
      },
      { name: 'remote hold', tests: /remote-hold|hold of the far end|hold › of the call|holds her, resumes/ },
      {
        name: 'music on hold without a re-INVITE',
        tests: /plays music instead/,
        instead: {
          chart: 'nothing is told, and nothing changes: `remote hold` has what is told',
          adapter: 'no message comes: `remote hold` has those that do',
          embedded: 'it passes every hold on: `remote hold`',
        },
      },
      { name: 'glare', tests: /crossed|offers that crossed|gets 491|both at once ends|both sides hold at once/ },
      { name: 'hold that is refused', tests: /hold that is refused|refused hold|refused offer|gets its 488/ },
      {
        name: 'hold against a 481',
        tests: /way › an outgoing call$|negotiation › our offer › 481|a hold gets 481/,
        instead: { embedded: 'it forgets no call while it lives' },
      },
      {
        name: 'hold against silence',
        tests: /hold and negotiation$|nobody answers it: the|hold that nobody answers/,
        instead: { embedded: 'it is never silent: it runs in the process of the tests' },
      },
      {
        name: 'offerless re-INVITE',
        tests: /without a description(?: is|, after)|offerless re-INVITE/,
        instead: {
          chart: 'an offer of the far end is one, with or without a description: `glare`',
          embedded: 'it always makes an offer',
        },
      },
      { name: 'mute', tests: /call\/microphone › |mute (?:sends|silences)/ },
      { name: 'device that is muted itself', tests: /microphone interrupted/ },
    ],
  },
  {
    title: 'Tones',
    features: [
      {
        name: 'DTMF by RFC 4733',
        tests: /^tones › tones$|tones(?:\.browser)? › tones are sent|RFC 4733 events|609 reads|her digits/,
      },
      {
        name: 'DTMF by INFO',
        tests: /tones-by-info|read from INFO/,
        instead: { chart: 'by which way a tone goes is the adapter’s business: `DTMF by RFC 4733`' },
      },
      {
        name: 'queue of tones',
        tests:
          /^tones › (?:tones$|a command is settled when its last)|tones are sent one after|digits typed on the keypad/,
      },
      {
        name: 'tones before the answer',
        tests: /tones go out before|tones before the answer/,
        instead: {
          adapter: 'it sends them alike before and after: `DTMF by RFC 4733`',
          embedded: 'nobody there listens before the answer',
        },
      },
      {
        name: 'local tones',
        instead: { asterisk: 'a sound of this page alone: the adapter’s test in a real browser measures it' },
      },
    ],
  },
  {
    title: 'Transfer',
    features: [
      { name: 'blind transfer', tests: /transfer › a transfer$|blind transfer|› blind(?:,| to|:| by)/ },
      {
        name: 'blind transfer that fails',
        tests: /a refusal leaves the call|told as a refusal|blind(?: to nobody|, and Carol| to somebody)/,
      },
      { name: 'attended transfer', tests: /attended: both of our legs|an attended transfer names|› attended: / },
      {
        name: 'cancelled consultation',
        tests: /› cancelled(?::| before the target)|attended, and cancelled/,
        instead: { adapter: 'it is a BYE or a CANCEL: `hang-up`, `cancel before the answer`' },
      },
      {
        name: 'hang-ups during a consultation',
        tests: /target hangs up|wanted to transfer hangs up|consultation is over|attended, and \w+ (?:hangs|declines)/,
      },
      {
        name: 'semi-attended transfer',
        tests: /completed while it rings|semi-attended/,
      },
      {
        name: 'NOTIFY before the 202',
        tests: /NOTIFY that overtakes|a REFER of ours$/,
        instead: { embedded: tellsInOrder },
      },
      {
        name: 'BYE instead of NOTIFY',
        tests: /BYE instead of NOTIFY|BYE after the 202/,
        instead: { adapter: 'it tells the 202 and the BYE: `blind transfer`, `hang-up`', embedded: tellsInOrder },
      },
      {
        name: 'transfer without a final NOTIFY',
        tests: /silence after the 202|without a final status/,
        instead: { embedded: tellsInOrder },
      },
      { name: 'Refer-Sub: false', tests: /nobody will tell/, instead: { embedded: tellsInOrder } },
      {
        name: 'transfer against silence',
        tests: /silence after the REFER/,
        instead: {
          adapter: 'SIP.js makes a 408 of silence: `blind transfer that fails`',
          embedded: 'it is never silent: it runs in the process of the tests',
        },
      },
      { name: 'user data with a transfer', tests: /what (?:is to travel|travels) with it|user data have travelled/ },
    ],
  },
  {
    title: 'Being transferred',
    features: [
      {
        name: 'REFER that comes in',
        tests: /REFER is never followed|REFER that comes in|nothing is dialled before the person|Alice refuses/,
      },
      {
        name: 'REFER policy',
        tests: /by the host’s policy|decided as/,
        instead: {
          adapter: 'it is told of a decision, whoever has made it: `REFER that comes in`',
          embedded: 'the chart decides, and asks nobody: `being transferred` is what follows',
          asterisk: 'the chart decides, and asks nobody: `being transferred` is what follows',
        },
      },
      { name: 'being transferred' },
      {
        name: 'being transferred in vain',
        tests:
          /target is busy the person|Carol is busy: back|gives the new call up|be held: nobody is called|transferred › in vain/,
      },
      {
        name: 'Replaces',
        tests: /far end is replaced/,
        instead: { embedded: 'it sends no INVITE with Replaces; SIPp does' },
      },
      {
        name: 'Replaces that match nothing',
        instead: {
          chart: 'it is refused in the adapter: no chart hears of it',
          embedded: 'it sends no INVITE with Replaces; SIPp does',
        },
      },
    ],
  },
  {
    title: 'Merge, recording, supervision',
    features: [
      { name: 'merge', tests: /\bmerge|a conference: / },
      { name: 'split', tests: /\bsplit|after the conference/ },
      {
        name: 'server conference',
        tests: /conference at the server|merg(?:e|ing) at the server|server conference/,
        instead: {
          adapter: 'it is an INVITE and a REFER for each call: `outgoing call`, `blind transfer`',
          embedded: 'the embedded PBX has no conference of its own',
        },
      },
      { name: 'recording by INFO', instead: { embedded: 'the embedded PBX does not record' } },
      {
        name: 'recording by feature code',
        tests: /recording › by feature code/,
        instead: { adapter: 'they are tones like any other', embedded: 'the embedded PBX does not record' },
      },
      {
        name: 'recording that is refused',
        tests: /recording › that is refused/,
        instead: { embedded: 'the embedded PBX does not record' },
      },
      ...['listen', 'whisper', 'barge'].map((name) => ({
        name,
        instead: {
          adapter: 'it is an INVITE, and tones, like any other',
          embedded: 'the embedded PBX lets nobody into a call',
        },
      })),
      {
        name: 'supervision by REST',
        tests: /supervision by REST|supervise asks the service/,
        instead: { embedded: 'the embedded PBX lets nobody into a call' },
      },
    ],
  },
  {
    title: 'Parking and picking up',
    features: [
      { name: 'park', instead: { adapter: 'it is a REFER: `blind transfer`' } },
      {
        name: 'park where the PBX chooses',
        tests: /server’s choice|server has chosen|Alice parks Bob by a button/,
        instead: { adapter: 'it is a REFER and a subscription: `blind transfer`, `parking lot`' },
      },
      {
        name: 'parking lot',
        tests: /parking lot(:|, watched)|sip\/subscription › |everybody sees where|learnt by subscription/,
      },
      {
        name: 'parking lot by REST',
        tests: /http\/parking-lot › |parking lot, polled$|it is asked again when the backend/,
        instead: {
          embedded: 'it has no such service: `parking lot`',
          asterisk: 'it has no such service: `parking lot`',
        },
      },
      {
        name: 'pick up',
        tests: /whoever picks it up|and Carol picks him up|features › pick up: |pickup › /,
        instead: { chart: 'it is a call like any other: `dial`', adapter: 'it is an INVITE like any other' },
      },
      {
        name: 'parking that times out',
        tests: /time-out: /,
        instead: { adapter: 'it is an INVITE like any other', embedded: 'its time is too long to wait for' },
      },
      {
        name: "pick up a colleague's call",
        tests: /what rings at a colleague’s|BLF and pick up: Alice sees|features › pick up: /,
        instead: { chart: 'it is a call like any other: `dial`', adapter: 'it is an INVITE like any other' },
      },
      {
        name: 'pick up with Replaces',
        tests: /pick up with Replaces/,
        instead: { chart: 'it is a call like any other: `dial`' },
      },
    ],
  },
  {
    title: 'Before the answer, and standards',
    features: [
      {
        name: 'early media',
        tests: /progress and early media$|early media: |early media, and|620 |early media of the callee/,
      },
      { name: 'ringback', tests: /our own ringback|sounds › a ringback/ },
      { name: 'forking', tests: /fork|two phones answer|rings every phone/ },
      {
        name: 'redirection',
        tests: /redirects › /,
        instead: {
          chart: 'the adapter follows: to the chart it is one call that takes longer',
          embedded: 'none of its numbers is elsewhere',
        },
      },
      {
        name: 'session timer',
        tests: /session that is to be refreshed|session-timer › as the|session of 90 s/,
        instead: { embedded: noTimers },
      },
      { name: '422', tests: /› 422/, instead: { chart: followed, embedded: noTimers } },
      {
        name: 'UPDATE',
        tests: /session-timer › .*UPDATE/,
        instead: {
          chart: 'a hold is one, however it comes: `remote hold`',
          embedded: 'it refuses it with 405, which the phone does without',
        },
      },
      {
        name: 'PRACK',
        tests: /reliable provisional|PRACK/,
        instead: {
          chart: 'an acknowledgement between adapters: `early media`',
          embedded: 'it asks for no reliable responses',
        },
      },
      {
        name: 'late offer',
        tests: /INVITE without an offer/,
        instead: {
          chart: 'who offers first is the adapter’s business: `incoming call`',
          embedded: 'it calls nobody without an offer',
        },
      },
      {
        name: 'SHA-256 digest',
        tests: /sip\/digest › |a SHA-256 challenge/,
        instead: { chart: followed, embedded: 'it asks for MD5, as old servers do: `stale nonce`' },
      },
      { name: 'stale nonce', tests: /stale/, instead: { chart: followed } },
      { name: '423', tests: /423/, instead: { chart: followed, embedded: 'it takes any interval' } },
      {
        name: 'P-Asserted-Identity',
        tests: /keeps the name that we dialled|network asserts|is asserted/,
        instead: { embedded: 'it asserts nothing: who calls is who has registered' },
      },
      {
        name: 'identity of the caller',
        tests: /identity (?:and|that|of the caller, and)/,
        instead: { embedded: 'who calls is who has registered, whatever they prefer' },
      },
      {
        name: 'custom headers',
        tests: /call\/extras › the identity|custom-headers|, and custom headers:/,
        instead: { embedded: 'it passes none on' },
      },
      {
        name: 'notes of a call',
        tests: /the notes stay|identity of the caller, and custom/,
        instead: {
          adapter: 'they never come to it',
          embedded: 'they never come to a server; that they do not is seen on Asterisk',
        },
      },
    ],
  },
  {
    title: 'Interruptions and devices',
    features: [
      { name: 'microphone interrupted' },
      {
        name: 'sound interrupted',
        tests: /interruption/,
        instead: { embedded: 'its media are ended with their call, and never alone' },
      },
      { name: 'change of the microphone', tests: /another microphone takes|devices: the microphone/ },
      {
        name: 'change of the speaker',
        tests: /devices: the speaker|a speaker is used|chosen speaker|change of the speaker, the/,
        instead: onThisPage,
      },
      {
        name: 'ring device',
        tests: /devices: the ringDevice|the ring device is another|change of the speaker, the ring device/,
        instead: onThisPage,
      },
      { name: 'unplug and replug', tests: /unplugged|that are plugged/ },
      {
        name: 'volume',
        tests: /a volume is used|its volume its own|change of the speaker, the ring device and the volume/,
        instead: onThisPage,
      },
      { name: 'noise suppression', tests: /noise suppression and its like/ },
      { name: 'echo test', instead: onThisPage },
    ],
  },
  {
    title: 'Colleagues and messages',
    features: [
      { name: 'presence', tests: /presence › |BLF/ },
      { name: 'voicemail' },
      {
        name: 'voicemail that nobody has subscribed to',
        tests: /voicemail that nobody has subscribed to|tells without having been asked/,
        instead: { embedded: 'the embedded PBX tells those who ask' },
      },
      { name: 'message', tests: /messages › |messages: / },
      {
        name: 'availability',
        tests: /availability › availability$/,
        instead: { adapter: 'no server hears of it: callers hear `do not disturb`' },
      },
      {
        name: 'wrap-up',
        tests: /availability › availability$|wrap-up/,
        instead: { adapter: 'no server hears of it: callers hear `do not disturb`' },
      },
    ],
  },
  {
    title: 'Quality',
    features: [
      { name: 'quality' },
      {
        name: 'quality warning',
        instead: {
          asterisk:
            'Asterisk transcodes, and hides what was lost; one-way audio is a warning of the same chart, and is shown there',
          embedded: 'nothing is lost on the loopback',
        },
      },
      {
        name: 'one-way audio',
        instead: { embedded: 'the embedded PBX never stops sending; the far end of Asterisk can' },
      },
      { name: 'pre-flight test' },
    ],
  },
]

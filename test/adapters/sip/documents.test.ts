import { describe, expect, test } from 'vitest'
import { DialogStates, parseDialogInfo } from '../../../src/adapters/sip/dialog-info'
import { parseMessageSummary } from '../../../src/adapters/sip/message-summary'
import { parsePresence } from '../../../src/adapters/sip/presence-document'
import { parseXml } from '../../../src/adapters/sip/xml'

const dialogInfo = (inner: string, attributes = 'version="0" state="full"') =>
  `<?xml version="1.0"?>\r\n<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" ${attributes} entity="sip:1002@pbx.example">${inner}</dialog-info>`

const dialog = (state: string, rest = '', attributes = 'id="a" direction="recipient"') =>
  `<dialog ${attributes}><state>${state}</state>${rest}</dialog>`

describe('XML of a server that is not trusted', () => {
  test('is read with its namespaces, its entities and its text', () => {
    const root = parseXml('<a:x xmlns:a="urn:a" y="&lt;&#65;&#x42;&quot;">1<!-- no --><a:z/><![CDATA[<&]]>2</a:x>')
    expect(root).toMatchObject({ name: 'x', namespace: 'urn:a', text: '1<&2', children: [{ name: 'z' }] })
    expect(root?.attributes.get('y')).toBe('<AB"')
  })

  test.each([
    ['a document type', '<!DOCTYPE x><x/>'],
    ['entities of its own making', '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'],
    ['an external entity', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'],
    ['an entity that nobody has declared', '<x>&a;</x>'],
    ['a bare ampersand', '<x>a & b</x>'],
    ['a character that there is not', '<x>&#x110000;</x>'],
    ['a NUL', '<x>&#0;</x>'],
    ['tags that do not match', '<x><y></x></y>'],
    ['an end without a beginning', '</x>'],
    ['a beginning without an end', '<x>'],
    ['two roots', '<x/><y/>'],
    ['text outside of the root', '<x/>more'],
    ['an attribute twice', '<x a="1" a="2"/>'],
    ['an attribute without quotes', '<x a=1/>'],
    ['markup in an attribute', '<x a="<"/>'],
    ['a prefix that stands for nothing', '<a:x/>'],
    ['nothing', ''],
    ['too deep a nest', '<x>'.repeat(17) + '</x>'.repeat(17)],
    ['too many elements', `<x>${'<y/>'.repeat(1_000)}</x>`],
    ['too long a document', `<x>${'a'.repeat(70_000)}</x>`],
    ['a comment in a comment', '<x><!-- a -- b --></x>'],
    ['an open comment', `<x><!--${' -'.repeat(5_000)}`],
  ])('%s is refused', (_, source) => {
    expect(parseXml(source)).toBeNull()
  })
})

describe('dialog-info (RFC 4235)', () => {
  test('says who calls whom', () => {
    const remote = '<remote><identity display="Eve &amp; Co">sip:555@pbx.example;x=y</identity></remote>'
    expect(parseDialogInfo(dialogInfo(dialog('early', remote)))).toEqual({
      version: 0,
      isFull: true,
      dialogs: new Map([
        [
          'a',
          {
            dialog: {
              state: 'early',
              direction: 'incoming',
              remote: { number: '555', name: 'Eve & Co', uri: 'sip:555@pbx.example' },
            },
            pickUp: null,
          },
        ],
      ]),
    })
  })

  test.each([
    ['trying', 'trying'],
    ['proceeding', 'trying'],
    [' Confirmed\n', 'confirmed'],
  ])('%j is %s', (said, state) => {
    expect(parseDialogInfo(dialogInfo(dialog(said)))?.dialogs.get('a')?.dialog.state).toBe(state)
  })

  test('a name is text, whatever it looks like', () => {
    const remote = '<remote><identity display="&lt;b&gt;&#10;Bob">sip:2@x.example</identity></remote>'
    expect(parseDialogInfo(dialogInfo(dialog('early', remote)))?.dialogs.get('a')?.dialog.remote?.name).toBe('<b> Bob')
  })

  test.each([
    ['another namespace', dialogInfo('').replace('dialog-info"', 'other"')],
    ['another document', '<presence xmlns="urn:ietf:params:xml:ns:dialog-info" version="0" state="full"/>'],
    ['no version', dialogInfo('', 'state="full"')],
    ['a version that is no number', dialogInfo('', 'version="-1" state="full"')],
    ['no word on whether it is the whole', dialogInfo('', 'version="0"')],
    ['a dialog without an id', dialogInfo(dialog('early', '', ''))],
    ['a state that there is not', dialogInfo(dialog('dancing'))],
    ['a state named after what every object has', dialogInfo(dialog('constructor'))],
  ])('%s is refused', (_, body) => {
    expect(parseDialogInfo(body)).toBeNull()
  })

  const take = (states: DialogStates, version: number, state: string, inner: string) => {
    const document = parseDialogInfo(dialogInfo(inner, `version="${version}" state="${state}"`))
    if (!document) throw new Error('The document of the test is malformed')
    const taken = states.take(document)
    return typeof taken === 'string' ? taken : taken.map((one) => one.state)
  }

  test('partial documents change the whole, in their order', () => {
    const states = new DialogStates()
    expect(take(states, 3, 'full', dialog('early'))).toEqual(['early'])
    expect(take(states, 4, 'partial', dialog('confirmed', '', 'id="b"'))).toEqual(['early', 'confirmed'])
    expect(take(states, 4, 'partial', dialog('terminated'))).toBe('old')
    expect(take(states, 6, 'partial', dialog('terminated'))).toBe('missed')
    expect(take(states, 5, 'partial', dialog('terminated'))).toEqual(['confirmed'])
    expect(take(states, 9, 'full', '')).toEqual([])
  })

  test('a part before the whole says too little', () => {
    expect(take(new DialogStates(), 0, 'partial', dialog('early'))).toBe('missed')
  })
})

describe('presence (RFC 3863)', () => {
  const pidf = (inner: string, note = '') =>
    `<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:p="urn:ietf:params:xml:ns:pidf:data-model" xmlns:e="urn:ietf:params:xml:ns:pidf:rpid" entity="sip:1002@pbx.example">${note}${inner}</presence>`
  const tuple = (basic: string) => `<tuple id="a"><status><basic>${basic}</basic></status></tuple>`
  const doing = (what: string) => `<p:person><status><e:activities><e:${what}/></e:activities></status></p:person>`

  test.each([
    ['open', pidf(tuple('open')), 'idle'],
    ['closed', pidf(tuple('closed')), 'offline'],
    ['on the phone', pidf(tuple('open') + doing('on-the-phone')), 'busy'],
    ['busy', pidf(tuple('open') + doing('busy')), 'busy'],
    ['ringing, as a note', pidf(tuple('open') + doing('busy'), '<note>Ringing</note>'), 'ringing'],
    ['nothing', pidf(''), 'offline'],
  ])('%s', (_, body, status) => {
    expect(parsePresence(body)).toEqual({ package: 'presence', status })
  })

  test.each([
    ['another namespace', pidf('').replaceAll('xml:ns:pidf"', 'xml:ns:other"')],
    ['a status that there is not', pidf(tuple('ajar'))],
    ['no XML', 'open'],
  ])('%s is refused', (_, body) => {
    expect(parsePresence(body)).toBeNull()
  })
})

describe('message-summary (RFC 3842)', () => {
  const counts = (newMessages: number, oldMessages: number, urgentMessages: number) => ({
    package: 'message-summary',
    newMessages,
    oldMessages,
    urgentMessages,
  })

  test.each([
    ['Messages-Waiting: yes\r\nMessage-Account: sip:611@x\r\nVoice-Message: 2/8 (1/2)\r\n', counts(2, 8, 1)],
    ['messages-waiting:no\nvoice-message: 0/0', counts(0, 0, 0)],
    ['Messages-Waiting: yes\r\n', counts(1, 0, 0)],
    ['Messages-Waiting: no\r\n', counts(0, 0, 0)],
    [`Messages-Waiting: yes\r\nVoice-Message: ${'9'.repeat(400)}/0\r\n`, counts(99_999, 0, 0)],
  ])('%j', (body, summary) => {
    expect(parseMessageSummary(body)).toEqual(summary)
  })

  test.each(['', 'Voice-Message: 2/8', 'Messages-Waiting: maybe', '<xml/>'])('%j is refused', (body) => {
    expect(parseMessageSummary(body)).toBeNull()
  })
})
